/** Tells somebody who types a PIN unseen what their keyboard does (PIN-03): Caps Lock, and the Russian layout. */
const CYRILLIC = /\p{Script=Cyrillic}/u;

for (const input of document.querySelectorAll<HTMLInputElement>('input[data-pin]')) {
  input.addEventListener('keyup', (event) => show('caps-lock-hint', event.getModifierState('CapsLock')));
  input.addEventListener('input', () => show('layout-hint', CYRILLIC.test(input.value)));
  input.addEventListener('blur', () => show('layout-hint', false));
}

function show(id: string, isShown: boolean): void {
  const hint = document.getElementById(id);
  if (hint !== null) hint.hidden = !isShown;
}
