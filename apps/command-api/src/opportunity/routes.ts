import { opportunity } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const opportunityRoutes = commandRoutes(opportunity, {
  tag: 'Opportunities',
  base: '/v1/opportunities',
  paths: {
    OpenOpportunity: '',
    ChangeOpportunityStage: '/stage',
    MarkOpportunityStalled: '/stalled',
    WinOpportunity: '/win',
    LoseOpportunity: '/lose',
    AbandonOpportunity: '/abandon',
    ReopenOpportunity: '/reopen',
    ReviseAmount: '/amount',
    ReviseCloseDate: '/close-date',
    ReviseProbability: '/probability',
    SetForecastCategory: '/forecast-category',
    AddOpportunityLine: '/lines',
    ChangeOpportunityLine: '/lines/change',
    RemoveOpportunityLine: '/lines/remove',
    AddStakeholder: '/stakeholders',
    AddCompetitor: '/competitors',
    ChangeOpportunityTeam: '/team',
    SplitCredit: '/credit-split',
    SetNextStep: '/next-step',
    TransferOpportunity: '/transfer',
  },
});
