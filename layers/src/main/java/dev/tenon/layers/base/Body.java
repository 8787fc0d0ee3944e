package dev.tenon.layers.base;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A nested graph under construction, such as one step of a recurrence.
 *
 * <p>While it is open, the call's operators are added to it. Values of the outer graph that they
 * use become inputs of the nested graph.
 */
public final class Body implements AutoCloseable {
  private final GraphBuilder builder;
  private final Runnable onClose;

  /** Opens a nested graph over a builder. */
  public Body(GraphBuilder builder, Runnable onClose) {
    this.builder = builder;
    this.onClose = onClose;
  }

  /** Adds an input. */
  public Value input(String name, TensorType type) {
    return builder.input(name, type);
  }

  /** Makes a value of the outer graph an input at once, which fixes the order of the inputs. */
  public Value capture(Value outer) {
    return builder.capture(outer);
  }

  /** Returns the outer values used so far, in the order of their inputs. */
  public List<Value> captured() {
    return builder.captured();
  }

  /** Returns the nested graph with these outputs. */
  public Graph build(List<Value> outputs) {
    List<String> names = IntStream.range(0, outputs.size()).mapToObj(i -> "output_" + i).toList();
    return builder.build(outputs, names);
  }

  /** Closes the nested graph; further operators are added to the outer graph. */
  @Override
  public void close() {
    onClose.run();
  }
}
