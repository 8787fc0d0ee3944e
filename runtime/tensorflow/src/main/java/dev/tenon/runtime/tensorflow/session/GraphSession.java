package dev.tenon.runtime.tensorflow.session;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.NativeCleaner;
import dev.tenon.runtime.internal.RunGate;
import dev.tenon.runtime.tensorflow.graph.ConfigProtos;
import dev.tenon.runtime.tensorflow.graph.HostTensors;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.RunOptions;

/**
 * One TensorFlow graph with its one session, the inputs that are fed, and their closing.
 *
 * <p>What nobody closes is freed when it is garbage.
 */
public final class GraphSession implements AutoCloseable {
  /**
   * What a caller feeds.
   *
   * @param placeholder where it goes in
   * @param tensor the same, in the value's own type
   */
  public record Feed(Value value, Output<?> placeholder, Output<?> tensor) {}

  /** Lets the thread that asks for a run do all its operations, one after the other. */
  public static final RunOptions HERE = RunOptions.newBuilder().setInterOpThreadPool(-1).build();

  private final String name;
  private final NativeGraph natives = new NativeGraph();
  private final Cleaner.Cleanable cleanable = NativeCleaner.register(this, natives);
  private final Tf tf = new Tf(natives.graph());
  private final RunGate gate;
  private final boolean trained;
  private boolean oneThread;
  private final @Nullable CollectiveServer server;

  /**
   * Opens an empty graph.
   *
   * @param trained whether the settings are those for training
   */
  public GraphSession(String name, boolean trained) {
    this(name, trained, null);
  }

  private GraphSession(String name, boolean trained, @Nullable CollectiveServer server) {
    this.name = name;
    this.gate = new RunGate("the model '" + name + "'");
    this.trained = trained;
    this.server = server;
  }

  /** Opens an empty graph that is trained together with those of other processes. */
  public static GraphSession of(String name, CollectiveServer server) {
    return new GraphSession(name, true, server);
  }

  /** Says whether other processes train with this one. */
  public boolean isCollective() {
    return server != null;
  }

  public Tf tf() {
    return tf;
  }

  /** Returns the session, which is made when it is first wanted: its settings need the graph. */
  public Session session() {
    return natives.session(() -> ConfigProtos.create(tf, trained, oneThread), server);
  }

  /** Wants one thread for each operation, if the session is not made yet. */
  public void preferOneThread() {
    oneThread |= !natives.hasSession();
  }

  /** Says whether one thread was wanted for each operation in time. */
  public boolean prefersOneThread() {
    return oneThread;
  }

  /** Notes that a run with calls of functions has failed just now. */
  public void callFailed() {
    natives.callFailed();
  }

  /** Adds what a caller feeds under a value's name. */
  public Feed input(Value value) {
    String outer = tf.scope("inputs/" + value.name());
    DType wire = TensorFlowTypes.wire(value.dtype());
    Output<?> placeholder = placeholder(tf, value.shape(), wire);
    Feed feed = new Feed(value, placeholder, tf.fromWire(placeholder, value.dtype()));
    tf.scope(outer);
    return feed;
  }

  /** Adds a placeholder of a shape and an element type. */
  public static Output<?> placeholder(Tf tf, Shape shape, DType dtype) {
    return tf.placeholder(
        TensorFlowTypes.of(dtype),
        shape.ranked()
            ? org.tensorflow.ndarray.Shape.of(shape.toLongs())
            : org.tensorflow.ndarray.Shape.unknown());
  }

  /**
   * Returns a tensor in a type that the host can read.
   *
   * <p>Through an operation of its own: TensorFlow gives nothing back that it was fed, and where it
   * joins operations (x · sigmoid(x)) it drops a value in between although it was asked for, unless
   * something else reads it.
   */
  public Output<?> output(Output<?> tensor) {
    String outer = tf.scope("outputs");
    Output<?> wire = tf.toWire(tensor);
    Output<?> read = wire.equals(tensor) ? tf.unary("Identity", tensor) : wire;
    tf.scope(outer);
    return read;
  }

  /** Returns tensors that depend on no input. */
  public List<Tensor> read(List<Output<?>> fetches, List<DType> types) {
    return run(List.of(), Map.of(), fetches, types, List.of(), Deadline.NONE, null);
  }

  /** Runs the graph once, in TensorFlow's own way. */
  public List<Tensor> run(
      List<Feed> needed,
      Map<String, Tensor> inputs,
      List<Output<?>> fetches,
      List<DType> types,
      Deadline deadline) {
    return run(needed, inputs, fetches, types, List.of(), deadline, null);
  }

  /**
   * Runs the graph once.
   *
   * @param needed what is fed, from {@code inputs} by name
   * @param fetches tensors made by {@link #output}
   * @param types the element type that each of them stands for
   * @param targets operations to run besides
   * @param deadline when the run must have ended; TensorFlow stops between two operations
   * @param options how to run without a deadline; null for TensorFlow's own way
   */
  public List<Tensor> run(
      List<Feed> needed,
      Map<String, Tensor> inputs,
      List<Output<?>> fetches,
      List<DType> types,
      List<Operation> targets,
      Deadline deadline,
      @Nullable RunOptions options) {
    RunOptions chosen = deadline.isLimited() ? within(deadline, options) : options;
    return whileOpen(
        deadline,
        () -> {
          try (NativeInputs fed = inputs(needed, inputs)) {
            return execute(fed, fetches, types, targets, chosen);
          }
        });
  }

  /**
   * Prepares a run that is made many times; returns null where that is not possible.
   *
   * @param needed what is fed, by name
   * @param fetches tensors made by {@link #output}, each once
   * @param types the element type that each of them stands for
   */
  @Nullable PreparedRun prepare(List<Feed> needed, List<Output<?>> fetches, List<DType> types) {
    return whileOpen(
        Deadline.NONE,
        () -> {
          PreparedRun made = PreparedRun.of(name, session(), needed, fetches, types);
          if (made != null) {
            natives.add(made);
          }
          return made;
        });
  }

  /**
   * Makes a prepared run of this graph.
   *
   * @param alone whether the thread that asks does all of it
   */
  List<Tensor> run(PreparedRun prepared, Map<String, Tensor> inputs, boolean alone) {
    return whileOpen(Deadline.NONE, () -> prepared.run(inputs, alone));
  }

  private <T extends @Nullable Object> T whileOpen(Deadline deadline, Supplier<T> call) {
    return gate.run(
        deadline,
        null,
        () -> {
          try {
            return call.get();
          } finally {
            // Garbage closes the session, and nobody else may have a use for this one.
            Reference.reachabilityFence(this);
          }
        });
  }

  /** Lets TensorFlow itself stop in time, where it can. */
  private static RunOptions within(Deadline deadline, @Nullable RunOptions options) {
    RunOptions.Builder limited =
        options == null || options.equals(HERE) ? RunOptions.newBuilder() : options.toBuilder();
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos());
    // Rounded up: the caller looks at the exact time itself.
    return limited.setTimeoutInMs(millis + 1).build();
  }

  /**
   * Makes what a run is fed, which its caller closes.
   *
   * @param needed what is fed, from {@code inputs} by name
   */
  public NativeInputs inputs(List<Feed> needed, Map<String, Tensor> inputs) {
    return NativeInputs.of(name, needed, inputs);
  }

  /** Runs the graph once, without a deadline. */
  public List<Tensor> run(
      NativeInputs inputs,
      List<Output<?>> fetches,
      List<DType> types,
      List<Operation> targets,
      @Nullable RunOptions options) {
    return whileOpen(Deadline.NONE, () -> execute(inputs, fetches, types, targets, options));
  }

  private List<Tensor> execute(
      NativeInputs inputs,
      List<Output<?>> fetches,
      List<DType> types,
      List<Operation> targets,
      @Nullable RunOptions options) {
    try {
      Session.Runner runner = session().runner();
      inputs.feed(runner);
      // A result must not hold a tensor twice; layers that do nothing give what they took.
      Map<Output<?>, Integer> places = new HashMap<>();
      for (Output<?> fetch : fetches) {
        if (places.putIfAbsent(fetch, places.size()) == null) {
          runner.fetch(fetch);
        }
      }
      targets.forEach(runner::addTarget);
      if (options != null) {
        runner.setOptions(options);
      }
      try (Result result = runner.run()) {
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
          int at = Objects.requireNonNull(places.get(fetches.get(i)));
          outputs.add(HostTensors.fromNative(result.get(at), types.get(i)));
        }
        return outputs;
      }
    } catch (RuntimeException e) {
      throw RunFailure.explain(e, inputs.given());
    }
  }

  @Override
  public void close() {
    gate.close(cleanable::clean);
  }
}
