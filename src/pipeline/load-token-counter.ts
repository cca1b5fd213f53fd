import type { Config } from '../config/config.js';

/**
 * A token counter where the config says anything of the check token-limit but that it is off; by default it is not worth the
 * time of loading, 0.1 s.
 */
export async function loadTokenCounter({ checks }: Pick<Config, 'checks'>): Promise<((text: string) => number) | undefined> {
  const option = Object.hasOwn(checks, 'token-limit') ? checks['token-limit'] : 'off';
  if ((typeof option === 'object' ? option.severity : option) === 'off') return undefined;
  const { createTokenCounter } = await import('../tokens/tokens.js');
  return createTokenCounter();
}
