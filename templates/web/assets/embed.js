// Optional, for other sites: sends the form without leaving the page, with the time zone of the browser. Where that does
// not work, the form goes its own way.
(() => {
  const { origin } = new URL(document.currentScript.src);
  const send = async (form) => {
    const data = new URLSearchParams(new FormData(form));
    data.set('timeZone', new Intl.DateTimeFormat().resolvedOptions().timeZone);
    const { prove } = await import(`${origin}/assets/work.js`);
    data.set('altcha', await prove(`${origin}/api/challenge`));
    const answer = await fetch(`${origin}/api/subscriptions`, { method: 'POST', body: data });
    const { detail, fields } = await answer.json();
    return { isDone: answer.ok, text: fields ? Object.values(fields).join(' ') : detail };
  };
  const start = () => {
    for (const form of document.querySelectorAll('form[data-courant]')) {
      const told = form.appendChild(document.createElement('p'));
      told.setAttribute('role', 'status');
      form.addEventListener('submit', async (event) => {
        event.preventDefault();
        form.setAttribute('aria-busy', 'true');
        try {
          const { isDone, text } = await send(form);
          told.textContent = text;
          if (isDone) form.reset();
        } catch {
          form.submit();
        }
        form.removeAttribute('aria-busy');
      });
    }
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
