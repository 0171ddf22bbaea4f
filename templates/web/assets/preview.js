// Optional: shows what the interests would have brought while they are typed. Without it the button brings the page anew.
const button = document.getElementById('preview-button');
const place = document.getElementById('preview');
if (button instanceof HTMLButtonElement && button.form && place) {
  const { form } = button;
  const url = button.formAction;
  let timer = 0;
  let asked = new AbortController();
  const wishes = () => {
    const data = new FormData(form);
    for (const name of ['email', 'language', 'website', 'stamp', 'altcha']) data.delete(name);
    return data;
  };
  const hasFile = form.enctype === 'multipart/form-data';
  // A file is told from another by its name and age.
  const textOf = (data) =>
    JSON.stringify(
      [...data].map(([, value]) => (value instanceof File ? [value.name, value.lastModified] : value)),
    );
  let shown = textOf(wishes());
  const show = async (byHand) => {
    clearTimeout(timer);
    const data = wishes();
    if (!byHand && textOf(data) === shown) return;
    shown = textOf(data);
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    place.setAttribute('aria-busy', 'true');
    try {
      const body = hasFile ? data : new URLSearchParams(data);
      const answer = await fetch(url, { method: 'POST', body, signal });
      // What is not finished yet is no fault; who presses the button wants to know.
      if (answer.ok || (byHand && [422, 429].includes(answer.status))) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        if (signal.aborted) return;
        const told = answer.ok
          ? page.getElementById('preview')
          : page.querySelector('.error-summary, .notice');
        if (told) place.replaceChildren(...(answer.ok ? told.childNodes : [told]));
        document.querySelector('.sample')?.remove();
        if (byHand) place.scrollIntoView({ block: 'nearest' });
        if (byHand && !answer.ok) told?.focus();
      }
    } catch {
      // Offline, or asked anew: the page stays as it is.
    }
    if (!signal.aborted) place.removeAttribute('aria-busy');
  };
  button.addEventListener('click', (event) => {
    event.preventDefault();
    void show(true);
  });
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void show(false), 1_000);
  };
  form.addEventListener('input', soon);
  form.addEventListener('change', soon);
}
