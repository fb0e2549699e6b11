// Passkeys on the pages of the identity database: asks the server for a challenge, lets the browser answer it, and sends the answer back.
const { document, location, navigator } = globalThis;

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
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
  const publicKey = { ...options, challenge: toBytes(challenge), allowCredentials: described(options.allowCredentials) };
  const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
  const answer = {
    clientDataJSON: toText(response.clientDataJSON),
    authenticatorData: toText(response.authenticatorData),
    signature: toText(response.signature),
    ...(response.userHandle && { userHandle: toText(response.userHandle) }),
  };
  return post('/sign-in/passkey', { id, rawId: toText(rawId), type, clientExtensionResults: {}, response: answer });
}

async function add(form) {
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

for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.hidden = globalThis.PublicKeyCredential === undefined;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const fault = form.querySelector('[role=alert]');
    fault.hidden = true;
    try {
      const { next } = await (form.dataset.passkey === 'sign-in' ? signIn() : add(form));
      location.assign(next);
    } catch {
      fault.hidden = false;
    }
  });
}
