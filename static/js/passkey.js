/* Passkeys. <form data-passkey="create|use|sign-in"> asks the browser for one when it is sent, and posts what it answers in
   the field `credential`. The options are in the element that data-options names, or at data-options-url. */

function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  let plain = "";
  new Uint8Array(buffer).forEach((byte) => { plain += String.fromCharCode(byte); });
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(keys) {
  return (keys || []).map((key) => Object.assign({}, key, { id: toBytes(key.id) }));
}

function creation(options) {
  return Object.assign({}, options, {
    challenge: toBytes(options.challenge),
    user: Object.assign({}, options.user, { id: toBytes(options.user.id) }),
    excludeCredentials: withBytes(options.excludeCredentials),
    /* The passkey is kept by the device and asks a finger, face or PIN: so it is a whole sign-in by itself. */
    authenticatorSelection: Object.assign({}, options.authenticatorSelection, {
      residentKey: "required", requireResidentKey: true, userVerification: "required",
    }),
    extensions: Object.assign({}, options.extensions, { credProps: true }),
  });
}

function request(options) {
  return Object.assign({}, options, {
    challenge: toBytes(options.challenge),
    allowCredentials: withBytes(options.allowCredentials),
  });
}

function asJson(credential) {
  const response = {};
  ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
    if (credential.response[name]) { response[name] = toText(credential.response[name]); }
  });
  if (credential.response.getTransports) { response.transports = credential.response.getTransports(); }
  return {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function optionsOf(form) {
  if (form.dataset.optionsUrl) {
    return fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) { throw new Error("no options"); }
      return answer.json();
    });
  }
  return Promise.resolve(JSON.parse(document.getElementById(form.dataset.options).textContent));
}

function ask(kind, data) {
  return kind === "create"
    ? navigator.credentials.create({ publicKey: creation(data.creation_options.publicKey) })
    : navigator.credentials.get({ publicKey: request(data.request_options.publicKey) });
}

function prepare(form) {
  const note = form.querySelector("[data-passkey-note]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    note.textContent = "Volg de vragen van uw browser.";
    optionsOf(form).then((data) => ask(form.dataset.passkey, data)).then((credential) => {
      form.elements.credential.value = JSON.stringify(asJson(credential));
      form.submit();
    }).catch(() => {
      note.textContent = "Dit is niet gelukt, of u bent gestopt. Probeer het opnieuw, of gebruik een andere manier.";
    });
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(prepare);
