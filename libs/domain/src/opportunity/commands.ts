import { opportunityCourseCommands } from './course-commands.js';
import { opportunityPeopleCommands } from './people-commands.js';
import { opportunityTermsCommands } from './terms-commands.js';

export const opportunityCommands = {
  ...opportunityCourseCommands,
  ...opportunityTermsCommands,
  ...opportunityPeopleCommands,
};
