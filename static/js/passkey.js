/* Passkeys. <form data-passkey="create|use|sign-in"> asks the browser for one when it is sent, and posts what it answers in
   the field `credential`. The options are in the element that data-options names, or at data-options-url. */
(function () {
  "use strict";

  if (!window.PublicKeyCredential) { return; }

  function toBytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function toText(buffer) {
    var plain = "";
    new Uint8Array(buffer).forEach(function (byte) { plain += String.fromCharCode(byte); });
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(keys) {
    return (keys || []).map(function (key) { return Object.assign({}, key, { id: toBytes(key.id) }); });
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
    var response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (credential.response[name]) { response[name] = toText(credential.response[name]); }
    });
    if (credential.response.getTransports) { response.transports = credential.response.getTransports(); }
    return {
      type: credential.type,
      id: credential.id,
      rawId: toText(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment,
      response: response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  function optionsOf(form) {
    if (form.dataset.optionsUrl) {
      return fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } }).then(function (answer) {
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

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var note = form.querySelector("[data-passkey-note]");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      note.textContent = "Volg de vragen van uw browser.";
      optionsOf(form).then(function (data) { return ask(form.dataset.passkey, data); }).then(function (credential) {
        form.elements.credential.value = JSON.stringify(asJson(credential));
        form.submit();
      }).catch(function () {
        note.textContent = "Dit is niet gelukt, of u bent gestopt. Probeer het opnieuw, of gebruik een andere manier.";
      });
    });
  });
})();
