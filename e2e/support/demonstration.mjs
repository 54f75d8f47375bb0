// @ts-check
// The demonstration's accounts, as the server prints them when it starts.

/**
 * @typedef {object} SignIn
 * @property {string} email
 * @property {string} line The whole line, which names the role and the agency.
 */

/**
 * Every address that the server printed.
 * @param {{ output: string }} server
 * @returns {SignIn[]}
 */
export function signIns(server) {
  return server.output.split("\n").flatMap((line) => {
    const email = line.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/)?.[0];
    return email ? [{ email, line: line.trim() }] : [];
  });
}

/**
 * The one password of all of them.
 * @param {{ output: string }} server
 */
export function password(server) {
  const found = server.output.match(/password[^:\n]*:\s*(.+?)\s*$/im)?.[1];
  if (!found) throw new Error(`the server printed no demonstration password:\n${server.output}`);
  return found;
}

/**
 * The sign-in whose line matches, by role or by agency.
 * @param {{ output: string }} server
 * @param {RegExp} pattern
 */
export function who(server, pattern) {
  const found = signIns(server).find(({ line }) => pattern.test(line));
  if (!found) throw new Error(`the server printed no sign-in like ${pattern}:\n${server.output}`);
  return found;
}
