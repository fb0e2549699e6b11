// The one script of the site. Every page reads and every form submits without it. It puts the secret of a link into its form, asks the
// browser for passkeys, keeps a form from being sent twice, and offers to copy what people quote.
const { document, location, navigator } = globalThis;

/** The secret of a link stands behind the sign #, so that no server sees it: it goes into the form that sends it, which spares people the field. */
function takeSecret() {
  const box = document.querySelector('[data-secret]');
  if (box === null) return;
  const field = box.querySelector('input');
  const [, secret] = /^#([\w-]{43})$/.exec(location.hash) ?? [];
  if (secret !== undefined) {
    field.value = secret;
    for (const other of document.querySelectorAll('a[hreflang]')) other.hash = secret;
  }
  box.hidden = field.value !== '' && !field.hasAttribute('aria-invalid');
}

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

async function post(path, body, formToken) {
  const headers = { 'content-type': 'application/json', 'x-form-token': formToken ?? '' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error' });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

const described = (credentials) => credentials?.map((one) => ({ ...one, id: toBytes(one.id) }));

async function signIn() {
  const { challenge, ...options } = await post('/sign-in/passkey/options', {});
  const publicKey = {
    ...options,
    challenge: toBytes(challenge),
    allowCredentials: described(options.allowCredentials),
  };
  const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
  const answer = {
    clientDataJSON: toText(response.clientDataJSON),
    authenticatorData: toText(response.authenticatorData),
    signature: toText(response.signature),
    ...(response.userHandle && { userHandle: toText(response.userHandle) }),
  };
  return post('/sign-in/passkey', { id, rawId: toText(rawId), type, clientExtensionResults: {}, response: answer });
}

async function addPasskey(form) {
  const formToken = form.elements.formToken.value;
  const { challenge, user, ...options } = await post('/account/passkeys/options', {}, formToken);
  const publicKey = {
    ...options,
    challenge: toBytes(challenge),
    user: { ...user, id: toBytes(user.id) },
    excludeCredentials: described(options.excludeCredentials),
  };
  const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
  const answer = {
    clientDataJSON: toText(response.clientDataJSON),
    attestationObject: toText(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  };
  const credential = { id, rawId: toText(rawId), type, clientExtensionResults: {}, response: answer };
  return post('/account/passkeys', { name: form.elements.name.value.trim() || 'Passkey', credential }, formToken);
}

function offerPasskeys() {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = globalThis.PublicKeyCredential === undefined;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const fault = form.querySelector('[role=alert]');
      fault.hidden = true;
      try {
        const { next } = await (form.dataset.passkey === 'sign-in' ? signIn() : addPasskey(form));
        location.assign(next);
      } catch {
        fault.hidden = false;
      }
    });
  }
}

/** A second press of a button that is on its way does nothing. Coming back to the page by the browser's history makes it new. */
function sendOnce() {
  const sent = new WeakSet();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post' || form.dataset.passkey !== undefined) return;
    if (sent.has(form)) event.preventDefault();
    else sent.add(form);
  });
  globalThis.addEventListener('pageshow', (event) => event.persisted && location.reload());
}

/** Behind each text that is marked for it, a button that copies it: made here, so that nobody without a script sees one. */
function offerCopies() {
  if (navigator.clipboard === undefined) return;
  for (const place of document.querySelectorAll('[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'plain';
    button.textContent = place.dataset.copy;
    const status = document.createElement('span');
    status.setAttribute('role', 'status');
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(place.innerText);
      status.textContent = ` ${place.dataset.copied}`;
    });
    place.after(button, status);
  }
}

takeSecret();
offerPasskeys();
sendOnce();
offerCopies();
