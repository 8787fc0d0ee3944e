package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** A sequence of passes over a graph, with an observer that receives the graph after each pass. */
public final class PassPipeline {
  private final BiConsumer<String, Graph> observer;
  private Graph graph;

  /**
   * Starts with a graph.
   *
   * @param observer receives the name of each pass and its resulting graph
   */
  public PassPipeline(Graph graph, BiConsumer<String, Graph> observer) {
    this.graph = graph;
    this.observer = observer;
  }

  /** Applies a pass. */
  public PassPipeline then(String name, UnaryOperator<Graph> pass) {
    graph = pass.apply(graph);
    observer.accept(name, graph);
    return this;
  }

  /** Returns the graph after the passes so far. */
  public Graph graph() {
    return graph;
  }
}
