import { z } from 'zod';

// Answers of the API (facts/piste-api.md section 3b), parsed tolerantly: an unexpected value counts
// as absent, and only a missing required value makes an answer unreadable.

/** A number, or its digits as text. */
const whole = z
  .union([
    z.int().nonnegative(),
    z
      .string()
      .regex(/^\d{1,15}$/u)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);

const text = z.string().optional().catch(undefined);

/** A list; `null` is an empty one. */
const items = z
  .union([z.array(z.unknown()), z.null().transform((): unknown[] => [])])
  .optional()
  .catch(undefined);

/** Fields common to the answers of all business services. */
export const businessAnswer = z.object({
  codeRetour: z
    .union([
      z.int(),
      z
        .string()
        .regex(/^-?\d{1,15}$/u)
        .transform(Number),
    ])
    .optional()
    .catch(undefined),
  libelle: text,
});

/** Message code in a text of Chorus Pro, such as `GDP_MSG_11.005`. */
export const MESSAGE_CODE = /\b[A-Z]{3}_MSG_\d{2}[._]\d{3}\b/u;

/**
 * Returns the message of a Chorus Pro document, empty if it has only a `codeRetour`; undefined for
 * a document without Chorus Pro's fields, which another server may have sent.
 */
export function chorusWords(document: unknown): string | undefined {
  const { codeRetour, libelle = '' } = businessAnswer.safeParse(document).data ?? {};
  return codeRetour !== undefined || MESSAGE_CODE.test(libelle) ? libelle : undefined;
}

export const tokenAnswer = z.object({
  // Characters valid in a header; for others, the resulting error would quote the token.
  access_token: z.string().regex(/^[\x21-\x7e]+$/u),
  expires_in: whole,
});

export const tokenError = z.object({ error: text, error_description: text });

/** A page of a list. The second key is one reseller's spelling of the first. */
export const attachmentsAnswer = z.object({
  listeStructureRattachement: items,
  listeRattachements: items,
  parametresRetour: z.object({ pages: whole }).optional().catch(undefined),
});

/** A structure in a list, with the field names of both spellings and of the search. */
export const listedStructure = z.object({
  idStructure: whole,
  idStructureCPP: whole,
  identifiantStructure: z
    .union([z.string(), z.int().transform(String)])
    .optional()
    .catch(undefined),
  designationStructure: text,
  nomStructure: text,
  roleUtilisateur: text,
  statutRattachementStructure: text,
});

export const ratesAnswer = z.object({ listeTauxTva: items });

export const searchAnswer = z.object({ listeStructures: items });

export const structureAnswer = z.object({
  informationGenerales: z
    .object({ dateExpirationMotPasseCompteTech: text })
    .optional()
    .catch(undefined),
});
