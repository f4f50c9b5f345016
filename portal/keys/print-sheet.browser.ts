/** Prints the sheet by a button; without scripts the browser's own menu does it. */
const button = document.getElementById('print-sheet');
if (button !== null) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
