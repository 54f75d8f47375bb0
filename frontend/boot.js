// Starts the application and takes the waiting page away, or says on that page what went wrong.
// The names in double braces are filled in by the build, because they change with the files' content.

function failed(error) {
  console.error(error);
  const message = document.getElementById("boot-message");
  if (!message) return;
  const supported = typeof WebAssembly === "object";
  message.setAttribute("role", "alert");
  message.textContent = supported
    ? "Throughline could not start. The connection may have dropped, or a new version may have been put in place. Nothing that you sent is lost."
    : "Throughline cannot run in this browser, because it lacks WebAssembly. Use a current version of Edge, Chrome, Firefox or Safari.";
  if (!supported) return;
  const again = document.createElement("a");
  again.href = location.href;
  again.className = "govuk-link";
  again.textContent = "Try again";
  again.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  const line = document.createElement("p");
  line.className = "govuk-body";
  line.append(again);
  message.after(line);
}

try {
  const application = await import("{{app_js}}");
  await application.default({ module_or_path: "{{app_wasm}}" });
  document.getElementById("boot")?.remove();
} catch (error) {
  failed(error);
}
