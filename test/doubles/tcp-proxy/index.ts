export { TcpProxy, type Address, type Way } from './tcp-proxy.js';
