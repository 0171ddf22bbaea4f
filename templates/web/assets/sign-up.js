// Optional: selects the time zone of the browser while the reader has chosen none. The form works without it.
const select = document.getElementById('timeZone');
if (select instanceof HTMLSelectElement && select.value === '') {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
}

// A file that is too large is told before it is sent.
const file = document.getElementById('library');
file?.addEventListener('change', () => {
  const isTooLarge = file.files[0]?.size > Number(file.dataset.most);
  file.setCustomValidity(isTooLarge ? file.dataset.tooLarge : '');
  if (isTooLarge && !file.reportValidity()) file.value = '';
});

// Where a sum is asked for, it is done while she fills in the form; without it the form asks for patience instead.
const work = document.querySelector('input[name=altcha]');
if (work instanceof HTMLInputElement && work.form) {
  const { form } = work;
  let proof;
  const prove = () =>
    (proof ??= import('/assets/work.js')
      .then((module) => module.prove(work.dataset.challenge))
      .catch(() => ''));
  form.addEventListener('focusin', prove, { once: true });
  form.addEventListener('submit', async (event) => {
    if (work.value !== '' || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    work.value = await prove();
    form.submit();
  });
}
