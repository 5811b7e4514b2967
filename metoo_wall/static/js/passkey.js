/* A passkey was made: on to the page that shows what opens the account. */
document.addEventListener("otp_webauthn.register_complete", (event) => {
  location.assign(event.target.dataset.onward);
});
