// Puts the secret of a link, which stands behind the sign # so that no server sees it, into the form that sends it, and spares people the field.
const { document, location } = globalThis;

const box = document.querySelector('[data-secret]');
const field = box.querySelector('input');
const [, secret] = /^#([\w-]{43})$/.exec(location.hash) ?? [];
if (secret !== undefined) {
  field.value = secret;
  for (const other of document.querySelectorAll('nav a')) other.hash = secret;
}
box.hidden = field.value !== '' && !field.hasAttribute('aria-invalid');
