"""networkx: paths, flows, trees, matchings, centrality, communities, isomorphism and serialisation."""
# needs: networkx

import io

import networkx as nx
from networkx.algorithms import bipartite, community, isomorphism

roads = nx.Graph()
roads.add_weighted_edges_from([('A', 'B', 4), ('A', 'C', 2), ('B', 'C', 1), ('B', 'D', 5), ('C', 'D', 8), ('C', 'E', 10), ('D', 'E', 2), ('D', 'F', 6), ('E', 'F', 3)])
print(nx.dijkstra_path(roads, 'A', 'F'), nx.shortest_path_length(roads, 'A', 'F', weight='weight'), nx.bellman_ford_path(roads, 'F', 'A'))
print({a: dict(sorted(b.items())) for a, b in nx.floyd_warshall(roads).items()}['A'], nx.astar_path(roads, 'A', 'E', lambda a, b: 0))
print(sorted(nx.minimum_spanning_edges(roads, data=False)), nx.diameter(roads), nx.center(roads), nx.density(roads))
print({k: round(v, 4) for k, v in nx.betweenness_centrality(roads, weight='weight').items()})
print({k: round(v, 4) for k, v in nx.closeness_centrality(roads).items()}, {k: round(v, 3) for k, v in nx.clustering(roads).items()})

flow = nx.DiGraph()
for a, b, c in [('s', 'a', 10), ('s', 'b', 5), ('a', 'b', 15), ('a', 't', 5), ('b', 't', 10)]:
    flow.add_edge(a, b, capacity=c, weight=c % 4)
print(nx.maximum_flow(flow, 's', 't'), nx.minimum_cut_value(flow, 's', 't'), nx.max_flow_min_cost(flow, 's', 't'))
order = nx.DiGraph([('shirt', 'tie'), ('tie', 'jacket'), ('trousers', 'shoes'), ('trousers', 'belt'), ('belt', 'jacket'), ('socks', 'shoes')])
print(list(nx.lexicographical_topological_sort(order)), nx.dag_longest_path(order), [sorted(g) for g in nx.topological_generations(order)])
print(sorted(nx.ancestors(order, 'jacket')), sorted(nx.transitive_closure(order).edges('trousers')), nx.is_directed_acyclic_graph(order))
order.add_edge('jacket', 'trousers')
print(nx.find_cycle(order), [sorted(c) for c in nx.strongly_connected_components(order) if len(c) > 1], list(nx.simple_cycles(order)))
try:
    list(nx.topological_sort(order))
except nx.NetworkXUnfeasible as e:
    print(type(e).__name__, e)

karate = nx.karate_club_graph()
print(karate, nx.transitivity(karate), sorted(map(len, nx.find_cliques(karate)), reverse=True)[:5], nx.number_connected_components(karate))
print([sorted(c) for c in community.greedy_modularity_communities(karate)], sorted(nx.k_core(karate, 4)))
print({n: round(v, 4) for n, v in sorted(nx.core_number(karate).items())[:6]}, nx.average_shortest_path_length(karate), nx.rich_club_coefficient(karate, normalized=False)[10])
random = nx.gnp_random_graph(30, 0.2, seed=7)
print(sorted(random.edges)[:8], nx.is_connected(random), sorted(nx.articulation_points(random)), nx.degree_histogram(random))
print(sorted(nx.barabasi_albert_graph(12, 2, seed=3).edges), sorted(nx.watts_strogatz_graph(10, 4, 0.3, seed=5).edges))
couples = nx.Graph([(1, 'a'), (1, 'b'), (2, 'a'), (3, 'c'), (3, 'b')])
print(bipartite.is_bipartite(couples), sorted(bipartite.maximum_matching(couples, [1, 2, 3]).items(), key=str), nx.greedy_color(nx.petersen_graph(), 'DSATUR'))
print(sorted(map(sorted, nx.max_weight_matching(roads))), nx.is_planar(nx.complete_graph(5)), nx.is_eulerian(nx.complete_graph(5)), list(nx.eulerian_circuit(nx.cycle_graph(4))))
matcher = isomorphism.GraphMatcher(nx.cycle_graph(6), nx.path_graph(3))
print(nx.is_isomorphic(nx.cycle_graph(4), nx.complete_bipartite_graph(2, 2)), sum(1 for _ in matcher.subgraph_isomorphisms_iter()))
print(list(nx.bfs_edges(roads, 'A')), list(nx.dfs_preorder_nodes(roads, 'A')), nx.to_dict_of_lists(nx.grid_2d_graph(2, 3)))
print(nx.weisfeiler_lehman_graph_hash(karate), nx.to_prufer_sequence(nx.balanced_tree(2, 2)), nx.node_link_data(nx.path_graph(3)))
out = io.BytesIO()
nx.write_gml(nx.path_graph(2), out)
print(out.getvalue().decode(), *nx.generate_edgelist(roads), nx.to_graph6_bytes(nx.petersen_graph()), sep='\n')
multi = nx.MultiDiGraph([(1, 2, {'k': 1}), (1, 2, {'k': 2}), (2, 1)])
print(multi.edges(keys=True, data=True), multi.subgraph([1]).nodes, nx.compose(roads, nx.path_graph(2)).order())
print(nx.algorithms.tree.recognition.is_tree(nx.balanced_tree(3, 2)), nx.forest_str(nx.balanced_tree(2, 2, create_using=nx.DiGraph), ascii_only=True))
