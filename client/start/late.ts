/**
 * What a page's HTML says, in every language, where its scripts did not come, can't run here or failed at their start. Its
 * style shows it after some seconds without any script; this shows it at once.
 */
export function showLate(): void {
  document.documentElement.classList.add('late');
}
