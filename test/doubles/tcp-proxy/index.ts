export { TcpProxy, type Address, type Rewrite, type Way } from './tcp-proxy.js';
