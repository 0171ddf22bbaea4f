// Once after all tests.
export default async function tearDown() {
  await globalThis.stopTestServers?.();
}
