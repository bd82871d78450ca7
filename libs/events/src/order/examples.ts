export const orderId = '0197f000-0000-7000-8000-00000000000c';
export const usd = (amount: string) => ({ amount, currency: 'USD' });
export const addressExample = {
  recipient: 'Jean Dupont',
  lines: ['12 rue de la Soie'],
  city: 'Lyon',
  postcode: '69006',
  country: 'FR',
};
