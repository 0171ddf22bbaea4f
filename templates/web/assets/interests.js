// Optional: a search box over the fields to follow. Without it every field is there, in its group.
const box = document.querySelector('.filter');
const input = document.getElementById('filter');
if (box instanceof HTMLElement && input instanceof HTMLInputElement) {
  box.hidden = false;
  const groups = [...document.querySelectorAll('.groups details')];
  const wasOpen = new Map(groups.map((group) => [group, group.open]));
  input.addEventListener('input', () => {
    const words = input.value.trim().toLowerCase().split(/\s+/);
    const isEmpty = input.value.trim() === '';
    for (const group of groups) {
      const name = group.querySelector('summary')?.textContent ?? '';
      let found = 0;
      for (const item of group.querySelectorAll('li')) {
        const text = `${name} ${item.textContent} ${item.dataset.also ?? ''}`.toLowerCase();
        item.hidden = !words.every((word) => text.includes(word));
        if (!item.hidden) found += 1;
      }
      group.hidden = found === 0;
      group.open = isEmpty ? wasOpen.get(group) === true : found > 0;
    }
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });
}
