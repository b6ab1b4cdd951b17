// Where training content lies: the product's own folder, and before it that of the organisation, if there is one. The
// setting `content` names it; processes and threads hear of it by their environment, as of every setting.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The product's content, which every exercise has. */
export const productContent = fileURLToPath(new URL('../../../content', import.meta.url));
/** Environment name of the setting `content`. */
export const contentVariable = 'HINOMI_CONTENT';

/** Content folders to look in, the organisation's own first. */
export function contentFolders(): readonly string[] {
  const given = process.env[contentVariable];
  const own = given ? resolve(given) : productContent;
  return own === resolve(productContent) ? [productContent] : [own, productContent];
}

/** The folder a content file is in, the organisation's own before the product's; undefined when neither has it. */
export const folderOf = (file: string): string | undefined =>
  contentFolders().find(folder => existsSync(join(folder, file)));

/** YAML files of a kind's folder by name, each once, with the folder it is taken from. */
export function filesOf(kind: string): { folder: string; name: string }[] {
  const found = new Map<string, string>();
  for (const folder of contentFolders()) {
    const own = join(folder, kind);
    if (!existsSync(own)) continue;
    for (const name of readdirSync(own))
      if (name.endsWith('.yaml') && !found.has(name)) found.set(name, folder);
  }
  return [...found].map(([name, folder]) => ({ folder, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A file as errors name it: the product's by its place in the product, others whole. */
export const shownFile = (folder: string, file: string): string =>
  folder === productContent ? `content/${file}` : join(folder, file);
