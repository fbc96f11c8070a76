// The buttons of a page that use a key: to sign in, to confirm, to add one. The ceremony itself is allauth's.
{
  const { addForm, authenticateForm, loginForm } = window.allauth.webauthn.forms;
  const is = (id) => document.getElementById(id) !== null;
  if (is("passkey_login")) loginForm({ ids: { login: "passkey_login", credential: "mfa_credential" } });
  if (is("key_use")) authenticateForm({ ids: { authenticate: "key_use", credential: "id_credential", data: "js_data" } });
  if (is("key_add")) addForm({ ids: { add: "key_add", passwordless: "id_passwordless", credential: "id_credential", data: "js_data" } });

  // A key that did not answer is told on the page, not in the console alone.
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.getElementById("key-failed").hidden = false;
  });
}
