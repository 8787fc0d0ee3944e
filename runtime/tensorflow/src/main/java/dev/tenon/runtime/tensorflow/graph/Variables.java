package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * The TensorFlow variables of a model: one for each parameter, and one for each large constant.
 *
 * <p>They are filled from placeholders, since constants of the graph are copied several times and
 * may not exceed 2 GiB together.
 */
public final class Variables {
  /** Constants of more bytes than this become variables. */
  private static final int LARGE = 1 << 16;

  /** Contents of about so many bytes are filled or read in one run, and copied for it. */
  public static final long TOGETHER = 32 << 20;

  /**
   * One variable.
   *
   * @param read the one operation that reads it
   * @param host what it reads, in a type that Java can take
   * @param feed the placeholder that fills it
   */
  public record Variable(
      Output<?> handle,
      Output<?> read,
      Output<?> host,
      Output<?> feed,
      Operation fill,
      DType dtype) {
    /** Starts an operation that gives the variable a value. */
    public OpCall assign(Tf tf, Output<?> value) {
      return tf.op("AssignVariableOp").in(handle, value).attr("dtype", TensorFlowTypes.of(dtype));
    }

    /** Starts an operation that reads the variable again. */
    public OpCall readAgain(Tf tf) {
      return tf.op("ReadVariableOp").in(handle).attr("dtype", TensorFlowTypes.of(dtype));
    }
  }

  private final Tf tf;
  private final UntouchedZeros zeros;
  private final Map<Parameter, Variable> byParameter = new LinkedHashMap<>();
  private final Map<Tensor, Variable> byConstant = new IdentityHashMap<>();

  /** The keys of these, in the order in which they came: files must not depend on another. */
  private final List<Tensor> constants = new ArrayList<>();

  private final Map<Variable, Value> scaled = new LinkedHashMap<>();
  private final Set<Variable> filled = Collections.newSetFromMap(new IdentityHashMap<>());

  public Variables(Tf tf) {
    this.tf = tf;
    this.zeros = new UntouchedZeros(tf);
  }

  public static boolean isLarge(Tensor constant) {
    return constant.dtype() != DType.STRING
        && (long) constant.size() * constant.dtype().bytes() > LARGE;
  }

  /** Returns the tensor that reads a parameter or a large constant. */
  public Output<?> read(Value value) {
    Parameter parameter = value.parameter();
    if (parameter != null) {
      return of(parameter).read();
    }
    Tensor constant = value.constant();
    if (constant == null) {
      throw new IllegalArgumentException("'" + value.name() + "' is no parameter");
    }
    Variable known = byConstant.get(constant);
    if (known == null) {
      known = create("constants/" + value.name(), constant.dtype(), constant.shape());
      byConstant.put(constant, known);
      constants.add(constant);
    }
    return known.read();
  }

  /**
   * Returns the tensor that reads a parameter or a constant times factors; the product is computed
   * once, when the variable is filled.
   *
   * @param factors of the rank of the value
   */
  public Output<?> readScaled(Value value, Tensor factors) {
    Variable variable =
        create("scaled/" + value.name(), value.dtype(), value.shape().toLongs(), factors);
    scaled.put(variable, value);
    return variable.read();
  }

  /** Returns the variable of a parameter. */
  public Variable of(Parameter parameter) {
    return byParameter.computeIfAbsent(parameter, p -> create(p.path(), p.dtype(), p.shape()));
  }

  /**
   * Returns zeros of the type and shape of a parameter, which take no memory where they are many.
   */
  public Output<?> zeros(Parameter parameter) {
    return bytes(parameter) < UntouchedZeros.LEAST
        ? tf.binary(
            "Fill",
            tf.longs(parameter.shape()),
            tf.scalar(TensorFlowTypes.of(parameter.dtype()), 0))
        : zeros.of(parameter.dtype(), parameter.shape());
  }

  /** Returns the variable of a parameter that a run itself fills before it is read. */
  public Variable local(Parameter parameter) {
    Variable variable = of(parameter);
    filled.add(variable);
    return variable;
  }

  /** Returns every variable. */
  public List<Variable> all() {
    List<Variable> all = new ArrayList<>(byParameter.values());
    constants.forEach(constant -> all.add(Objects.requireNonNull(byConstant.get(constant))));
    return all;
  }

  /** Returns every parameter that has a variable. */
  public List<Parameter> parameters() {
    return List.copyOf(byParameter.keySet());
  }

  private Variable create(String name, DType dtype, long[] lengths) {
    return create(name, dtype, lengths, null);
  }

  private Variable create(String name, DType dtype, long[] lengths, @Nullable Tensor factors) {
    String outer = tf.scope("variables/" + name);
    DataType type = TensorFlowTypes.of(dtype);
    Shape shape = Shape.of(lengths);
    // The shared name tells two variables of one session apart.
    Output<?> handle =
        tf.op("VarHandleOp")
            .attr("dtype", type)
            .attr("shape", shape)
            .attr(
                "shared_name",
                tf.scope() + "#" + (byParameter.size() + byConstant.size() + scaled.size()))
            .out();
    Output<?> feed = tf.placeholder(TensorFlowTypes.of(TensorFlowTypes.wire(dtype)), shape);
    Output<?> fed = tf.fromWire(feed, dtype);
    Output<?> content = factors == null ? fed : tf.mul(fed, tf.constant(factors));
    Operation fill = tf.op("AssignVariableOp").in(handle, content).attr("dtype", type).build();
    Output<?> read = tf.op("ReadVariableOp").in(handle).attr("dtype", type).out();
    Variable variable = new Variable(handle, read, tf.toWire(read), feed, fill, dtype);
    tf.scope(outer);
    return variable;
  }

  /** Fills the variables that were made since the last call. */
  public void fill(Session session, ParameterStore parameters) {
    zeros.fill(session);
    fillWithNumbers(session, parameters);
    Map<Variable, Supplier<Tensor>> contents = new LinkedHashMap<>();
    byParameter.forEach(
        (parameter, variable) -> contents.put(variable, () -> parameters.get(parameter)));
    constants.forEach(
        constant -> contents.put(Objects.requireNonNull(byConstant.get(constant)), () -> constant));
    scaled.forEach((variable, value) -> contents.put(variable, () -> content(value, parameters)));
    contents.keySet().removeIf(variable -> !filled.add(variable));
    fillAll(session, contents);
  }

  /** Returns what a parameter or a constant holds. */
  public static Tensor content(Value value, ParameterStore parameters) {
    Parameter parameter = value.parameter();
    return parameter == null ? Objects.requireNonNull(value.constant()) : parameters.get(parameter);
  }

  /**
   * An optimizer's zeros beside a large weight are never made in Java, nor copied: each in a run of
   * its own, for TensorFlow would make them once for two variables and then copy.
   */
  private void fillWithNumbers(Session session, ParameterStore parameters) {
    for (Map.Entry<Parameter, Variable> entry : byParameter.entrySet()) {
      Parameter parameter = entry.getKey();
      Variable variable = entry.getValue();
      Double number = parameters.filledWith(parameter);
      if (number != null && bytes(parameter) > TOGETHER && filled.add(variable)) {
        fill(session, variable, parameter, Tensor.full(parameter.dtype(), number));
      }
    }
  }

  public static long bytes(Parameter parameter) {
    return LongStream.of(parameter.shape()).reduce(parameter.dtype().bytes(), Math::multiplyExact);
  }

  private void fill(Session session, Variable variable, Parameter parameter, Tensor number) {
    String outer = tf.scope("variables/" + parameter.path());
    // A constant would be kept by the graph, in its full size.
    Output<?> feed =
        tf.placeholder(TensorFlowTypes.of(TensorFlowTypes.wire(parameter.dtype())), Shape.scalar());
    Output<?> content =
        tf.binary("Fill", tf.longs(parameter.shape()), tf.fromWire(feed, parameter.dtype()));
    Operation assign = variable.assign(tf, content).build();
    tf.scope(outer);
    try (org.tensorflow.Tensor value = HostTensors.toNative(number)) {
      session.runner().feed(feed, value).addTarget(assign).run().close();
    }
  }

  /** Gives a variable another content. */
  public static void fill(Session session, Variable variable, Tensor content) {
    fillAll(session, Map.of(variable, () -> content));
  }

  /**
   * Fills many variables in each run: TensorFlow prepares the whole graph anew for every set of
   * operations that it was not asked for before, which takes longer than the copying.
   */
  public static void fillAll(Session session, Map<Variable, Supplier<Tensor>> contents) {
    List<org.tensorflow.Tensor> held = new ArrayList<>();
    Session.Runner runner = session.runner();
    long bytes = 0;
    try {
      for (Map.Entry<Variable, Supplier<Tensor>> entry : contents.entrySet()) {
        org.tensorflow.Tensor value = HostTensors.toNative(entry.getValue().get());
        held.add(value);
        runner.feed(entry.getKey().feed(), value).addTarget(entry.getKey().fill());
        bytes += value.numBytes();
        if (bytes > TOGETHER) {
          runner.run().close();
          held.forEach(org.tensorflow.Tensor::close);
          held.clear();
          runner = session.runner();
          bytes = 0;
        }
      }
      if (!held.isEmpty()) {
        runner.run().close();
      }
    } finally {
      held.forEach(org.tensorflow.Tensor::close);
    }
  }
}
