import { bytes } from '@touchstream/platform';

/** What imports over HTTP may take. */
export const uploadSettings = {
  uploadsLimit: {
    env: 'UPLOADS_LIMIT',
    about: 'how much of the disk the files of imports over HTTP may take together: bytes, or as in 512Mi or 4Gi',
    fallback: '4Gi',
    parse: bytes,
  },
} as const;
