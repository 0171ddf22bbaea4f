// Optional: selects the time zone of the browser while the reader has chosen none. The form works without it.
const select = document.getElementById('timeZone');
if (select instanceof HTMLSelectElement && select.value === '') {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
}
