import { opportunityCourse } from './course.js';
import { opportunityPeople } from './people.js';
import { opportunityTerms } from './terms.js';

export const opportunityEvents = { ...opportunityCourse, ...opportunityTerms, ...opportunityPeople };
