/** Lines for proxies that nobody can run here, held to what their makers publish of the configuration. */
import { cloudFormationComplaints, envoyComplaints, traefikComplaints } from '@wirewise/validators/proxies';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderProxy } from '../../src/starters/proxy.ts';
import { proxies } from './projects.ts';

function textOf(server: string, protocol: string, set = {}): string {
  const rendered = renderProxy(proxies, { server, protocol, set });
  if ('problem' in rendered) throw new Error(rendered.problem.message);
  return rendered.text;
}

const protocolsOf = (server: string) => Object.keys(proxies[server]?.protocols ?? {});

describe('Envoy', () => {
  test.each(protocolsOf('envoy'))('%s fits the messages of its API', (protocol) => {
    expect(envoyComplaints(textOf('envoy', protocol))).toEqual([]);
  });

  test.each([
    [
      'idle_timeout',
      'idle_time_out',
      '/route_config/virtual_hosts/0/routes/0/route/idle_time_out: unknown in RouteAction',
    ],
    ['75s', '75', '/route_config/virtual_hosts/0/routes/0/route/idle_timeout: expected Duration'],
    ['prefix:', 'path: /, prefix:', '/route_config/virtual_hosts/0/routes/0/match: more than one path_specifier'],
    ['cluster: app', 'cluster: 7', '/route_config/virtual_hosts/0/routes/0/route/cluster: expected string'],
  ])('%s in place of %s is found', (right, wrong, complaint) => {
    expect(envoyComplaints(textOf('envoy', 'websocket').replace(right, wrong))).toEqual([complaint]);
  });

  test('what a filter does not have is found', () => {
    const text = textOf('envoy', 'mqtt').replace('stat_prefix', 'prefix');
    expect(envoyComplaints(text)).toEqual(['/filters/0/typed_config/prefix: unknown in TcpProxy']);
  });
});

describe('AWS load balancers', () => {
  test('all lines fit the types of CloudFormation', () => {
    for (const protocol of protocolsOf('alb')) {
      expect(cloudFormationComplaints(textOf('alb', protocol)), protocol).toEqual([]);
    }
  });

  test.each([
    ['Type: application', 'Kind: application', /Kind\W+ does not exist/],
    ['Type: application', 'Type: 7', /Type 'number' is not assignable/],
    ['idle_timeout.timeout_seconds', 'idle_timeout.seconds', /^unknown idle_timeout\.seconds$/],
    [
      'deregistration_delay.timeout_seconds',
      'deregistration.timeout_seconds',
      /^unknown deregistration\.timeout_seconds$/,
    ],
    ['load_balancing.algorithm.type', 'idle_timeout.timeout_seconds', /^unknown idle_timeout\.timeout_seconds$/],
    ['ElasticLoadBalancingV2::TargetGroup', 'ElasticLoadBalancingV2::TargetGroups', /Cannot find module/],
  ])('%s in place of %s is found', (right, wrong, complaint) => {
    expect(cloudFormationComplaints(textOf('alb', 'websocket').replace(right, wrong)).join('\n')).toMatch(complaint);
  });
});

describe('Traefik', () => {
  test('all lines fit the types of its resources', () => {
    expect(traefikComplaints(protocolsOf('traefik').map((protocol) => textOf('traefik', protocol)))).toEqual([]);
  });

  test.each([
    ['websocket', 'strategy: p2c', 'strategy: p3c', /"p3c"\W+ is not assignable/],
    ['http-streaming', 'flushInterval: ', 'flush: ', /flush\W+ does not exist/],
    ['http-streaming', 'responseHeaderTimeout', 'responseTimeout', /responseTimeout\W+ does not exist/],
    ['nats', 'stripPrefix:', 'strip:', /strip\W+ does not exist/],
    ['nats', ' rule: ', ' match: ', /match\W+ is missing/],
    ['nats', ' url: ', ' uri: ', /servers\W+ does not exist|not assignable/],
    ['mqtt', 'dialKeepAlive: ', 'keepAlive: ', /keepAlive\W+ does not exist/],
    ['mqtt', 'routers:', 'routes:', /Unknown_routes/],
  ])('in %s, %j, which is %j, is found', (protocol, right, wrong, complaint) => {
    expect(traefikComplaints([textOf('traefik', protocol).replace(right, wrong)]).join('\n')).toMatch(complaint);
  });

  test.each(protocolsOf('traefik'))('%s: every name leads somewhere, whatever the address', (protocol) => {
    const backend = '[::1]:80';
    const { http, tcp } = parse(textOf('traefik', protocol, { backend }));
    const { routers, services, serversTransports, middlewares = {} } = http ?? tcp;
    const [router] = Object.values<{ service: string; middlewares?: string[] }>(routers);
    const service = services[router?.service ?? ''].loadBalancer;
    expect(Object.keys(serversTransports)).toEqual([service.serversTransport]);
    expect(Object.keys(middlewares)).toEqual(router?.middlewares ?? []);
    expect(JSON.stringify(service.servers)).toContain(`${backend}"`);
  });

  test('several protocols stand side by side', () => {
    const names = protocolsOf('traefik').flatMap((protocol) => {
      const { http, tcp } = parse(textOf('traefik', protocol));
      return Object.keys((http ?? tcp).services);
    });
    expect(new Set(names).size).toBe(names.length);
  });
});
