package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Differentiation;
import dev.tenon.runtime.TrainProgram;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * The parameters of a program, such as tables of embeddings, whose gradient its step wants in
 * slices: one for each time that a row was read.
 *
 * <p>A read of all of it is no copy, as long as no kernel of rows has been run on the variable:
 * after ResourceGather or ResourceScatterUpdate, TensorFlow copies it in each step for every read,
 * and before every kernel that updates all of it.
 */
public final class RowReads {
  private record Read(List<Output<?>> positions, List<Output<?>> rows) {}

  private final Function<Parameter, Output<?>> whole;
  private final Map<Parameter, Read> reads = new LinkedHashMap<>();
  private final Map<Value, Parameter> assigned = new IdentityHashMap<>();

  /**
   * Finds them.
   *
   * @param whole gives what the program reads of a parameter
   */
  public RowReads(TrainProgram program, Function<Parameter, Output<?>> whole) {
    this.whole = whole;
    for (OperatorNode node : program.forward().nodes()) {
      if (node.operator() instanceof Differentiation.Gradient gradient) {
        for (int i = 0; i < gradient.forms().size(); i++) {
          Parameter source = node.input(i + 1).parameter();
          if (source != null && gradient.forms().get(i) == Differentiation.Gradient.Form.SLICES) {
            reads.put(source, new Read(new ArrayList<>(), new ArrayList<>()));
          }
        }
      }
    }
    TrainProgram.Optimization optimization = program.optimization();
    if (optimization == null) {
      return;
    }
    for (TrainProgram.StepInput input : optimization.inputs()) {
      if (input.kind() == TrainProgram.StepInput.Kind.SLICES) {
        reads.put(input.parameter(), new Read(new ArrayList<>(), new ArrayList<>()));
      }
    }
    program.states().forEach(state -> assigned.put(state.value(), state.parameter()));
  }

  /**
   * Writes the reading of rows; returns null where the whole parameter is wanted.
   *
   * @param table a parameter, or what the graph assigns to one
   * @param resolve gives the tensor of a value
   */
  public @Nullable Output<?> gather(
      Tf tf, Value table, Output<?> positions, Function<Value, Output<?>> resolve) {
    Parameter own = table.parameter();
    Parameter parameter = own == null ? assigned.get(table) : own;
    Read read = parameter == null ? null : reads.get(parameter);
    if (read == null || parameter == null) {
      return null;
    }
    Output<?> content = own == null ? resolve.apply(table) : whole.apply(parameter);
    Output<?> rows = own == null ? tf.gather(content, positions, 0) : rows(tf, content, positions);
    read.positions().add(positions);
    read.rows().add(rows);
    return rows;
  }

  /** Reads rows of what a variable holds, which is not differentiated. */
  public static Output<?> rows(Tf tf, Output<?> content, Output<?> positions) {
    return tf.binary("Gather", content, positions);
  }

  /** Returns what was read of each parameter, whose gradients make its slices. */
  public Map<Parameter, List<Output<?>>> all() {
    Map<Parameter, List<Output<?>>> all = new LinkedHashMap<>();
    reads.forEach((parameter, read) -> all.put(parameter, read.rows()));
    return all;
  }

  /** Returns the rows that were read of a parameter so far; empty where all of it is read. */
  public List<Output<?>> of(Parameter parameter) {
    Read read = reads.get(parameter);
    return read == null ? List.of() : List.copyOf(read.rows());
  }

  /** Returns the operations that must be done before the parameter changes. */
  public List<Operation> before(Parameter parameter) {
    List<Operation> before = new ArrayList<>(List.of(whole.apply(parameter).op()));
    Read read = reads.get(parameter);
    if (read != null) {
      read.rows().forEach(rows -> before.add(rows.op()));
    }
    return before;
  }

  /** Puts the gradients of what was read of a parameter below each other. */
  public static Output<?> slices(Tf tf, Parameter parameter, List<Output<?>> gradients) {
    long[] row = parameter.shape().clone();
    row[0] = -1;
    return tf.concat(0, gradients.stream().map(each -> tf.reshape(each, row)).toList());
  }

  /** Returns which row each slice belongs to. */
  public Output<?> positions(Tf tf, Parameter parameter) {
    Read read = reads.get(parameter);
    List<Output<?>> flat = new ArrayList<>();
    if (read != null) {
      for (Output<?> positions : read.positions()) {
        flat.add(tf.cast(tf.reshape(positions, new long[] {-1}), DataType.DT_INT64));
      }
    }
    return tf.concat(0, flat);
  }
}
