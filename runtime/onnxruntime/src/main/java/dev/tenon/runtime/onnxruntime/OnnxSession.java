package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.internal.text.PlainText;
import dev.tenon.ir.pass.RunGuards;
import dev.tenon.limits.RunLimits;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.NativeCleaner;
import dev.tenon.runtime.internal.RunGate;
import dev.tenon.runtime.onnxruntime.compat.Workarounds;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX model ready to run: named tensors in and out.
 *
 * <p>Runs from any number of threads until it is closed; what nobody closes is freed when it is
 * garbage. What happens to the file meanwhile does not reach it.
 */
public final class OnnxSession implements AutoCloseable {
  /** How many sessions are open in this process. */
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final String label;
  private final OrtSession session;
  private final Map<String, OnnxPort> inputs;
  private final Map<String, OnnxPort> outputs;
  private final Set<String> withAxes;

  /** Whether each input of a run must have elements. */
  private final boolean filled;

  private final RunGate gate;
  private final Spares<RunOptions> options = Terminator.spares();
  private final Spares<InputMemory> memories = InputMemory.spares();
  private final @Nullable RankedSessions ranked;
  private final Cleaner.Cleanable natives;

  OnnxSession(
      String label,
      OrtSession session,
      List<OnnxTensor> weights,
      Map<String, OnnxPort> inputs,
      Map<String, OnnxPort> outputs,
      Set<String> withAxes,
      boolean filled,
      @Nullable RankedSessions ranked) {
    this.label = label;
    this.session = session;
    this.inputs = inputs;
    this.outputs = outputs;
    this.withAxes = withAxes;
    this.filled = filled;
    this.gate = new RunGate(label + ": the session");
    this.ranked = ranked;
    OPEN.incrementAndGet();
    this.natives =
        NativeCleaner.register(
            this, new Natives(label, session, weights, List.of(options, memories), ranked));
  }

  /** Says whether there is another session in this process. */
  static boolean isAnyOpen() {
    return OPEN.get() > 0;
  }

  /**
   * Opens an ONNX file.
   *
   * @throws IOException where it cannot be read
   * @throws MalformedModelException where it is damaged, or ONNX Runtime finds it wrong
   * @throws UnsupportedModelException where it needs what ONNX Runtime does not have
   */
  public static OnnxSession open(Path path) throws IOException {
    return open(path, List.of());
  }

  /**
   * Opens an ONNX file with some inner values as further outputs; see {@link #open(Path)}.
   *
   * @param inner names of values that nodes of the graph give
   */
  public static OnnxSession open(Path path, List<String> inner) throws IOException {
    try (Source source = Source.of(path)) {
      return SessionFactory.open(source, inner, RunLimits.DEFAULTS);
    }
  }

  /**
   * Makes a session of a model.
   *
   * @param label names the model in messages
   * @throws MalformedModelException where ONNX Runtime finds the model wrong
   * @throws UnsupportedModelException where it needs what ONNX Runtime does not have
   */
  public static OnnxSession of(String label, OnnxModel model) {
    model.checkSurvivable(label);
    Workarounds.check(label, model);
    return SessionFactory.of(label, model, Map.of());
  }

  /** Returns the inputs in the model's order, without those that have a value of their own. */
  public List<OnnxPort> inputs() {
    return List.copyOf(inputs.values());
  }

  /** Returns the outputs in the model's order. */
  public List<OnnxPort> outputs() {
    return List.copyOf(outputs.values());
  }

  /**
   * Runs the model and returns all outputs by name, in order.
   *
   * @param given one tensor for each input
   * @throws IllegalArgumentException where an input is missing or its type or shape does not fit
   */
  public Map<String, Tensor> run(Map<String, Tensor> given) {
    List<String> names = List.copyOf(outputs.keySet());
    List<Tensor> tensors = run(given, names);
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      results.put(names.get(i), tensors.get(i));
    }
    return results;
  }

  /**
   * Runs the model and returns the outputs asked for, in the order asked.
   *
   * @throws IllegalArgumentException where an input is missing or its type or shape does not fit,
   *     or there is no such output
   */
  public List<Tensor> run(Map<String, Tensor> given, List<String> wanted) {
    List<String> distinct = List.copyOf(new LinkedHashSet<>(wanted));
    Map<String, Tensor> read = new ConcurrentHashMap<>();
    run(
        given,
        distinct,
        Deadline.NONE,
        results ->
            Workers.run(
                distinct.size(),
                i -> {
                  String name = distinct.get(i);
                  read.put(name, results.read(name));
                }));
    return wanted.stream().map(name -> Objects.requireNonNull(read.get(name))).toList();
  }

  /** What a run gives, as long as it is not left. */
  interface Results {
    /** Copies an output to memory that Java owns; any thread may ask. */
    Tensor read(String name) throws OrtException;
  }

  /** What is done with the results of a run. */
  interface Reader {
    void read(Results results) throws OrtException;
  }

  /**
   * Runs the model and hands over the outputs asked for.
   *
   * @throws IllegalArgumentException where an input is missing or its type or shape does not fit,
   *     or there is no such output
   * @throws dev.tenon.error.RunStoppedException where the thread is interrupted, or the time over
   */
  void run(Map<String, Tensor> given, List<String> wanted, Deadline deadline, Reader reader) {
    Set<String> distinct = new LinkedHashSet<>(wanted);
    for (String name : distinct) {
      if (!outputs.containsKey(name)) {
        throw new IllegalArgumentException(
            label + ": has no output '" + name + "'; expected one of " + outputs.keySet());
      }
    }
    if (distinct.isEmpty()) {
      return;
    }
    OnnxPort.check(label, inputs, given);
    given.forEach(
        (name, tensor) -> {
          if (tensor.rank() == 0 && withAxes.contains(name)) {
            throw new IllegalArgumentException(
                label + ": input '" + name + "' must have axes, for an Einsum names them");
          }
          if (filled && tensor.size() == 0) {
            throw new IllegalArgumentException(
                label + ": input '" + name + "' has no elements, which OpenVINO does not compute");
          }
        });
    deadline.check();
    try {
      boolean unused =
          ranked == null
              ? stoppable(given, distinct, deadline, reader)
              : gate.run(
                  Deadline.NONE,
                  null,
                  () -> {
                    ranked.use(given, fitting -> fitting.run(given, wanted, deadline, reader));
                    return true;
                  });
    } finally {
      // Garbage closes the session, and nobody else may have a use for this one.
      Reference.reachabilityFence(this);
    }
  }

  private boolean stoppable(
      Map<String, Tensor> given, Set<String> distinct, Deadline deadline, Reader reader) {
    Terminator terminator = new Terminator(options);
    try {
      // The run gives the options back: a caller may leave a run that goes on.
      return gate.run(
          deadline, terminator::stop, () -> execute(given, distinct, reader, terminator));
    } catch (IllegalStateException | Error e) {
      // The session is closed, or no thread could be had; where it was run it has ended.
      terminator.end();
      throw e;
    }
  }

  private RuntimeException failed(OrtException e) {
    RuntimeException stopped = RunGuards.explain(e);
    return stopped != null
        ? stopped
        : new IllegalArgumentException(
            label + ": the run failed: " + PlainText.lines(String.valueOf(e.getMessage())), e);
  }

  private boolean execute(
      Map<String, Tensor> given, Set<String> distinct, Reader reader, Terminator terminator) {
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    InputMemory memory = memories.take();
    try {
      for (Map.Entry<String, Tensor> entry : given.entrySet()) {
        fed.put(
            entry.getKey(), OrtTensors.toOrt(OnnxPort.ordinary(entry.getValue()), memory::copy));
      }
      try (OrtSession.Result result = session.run(fed, distinct, terminator.options())) {
        reader.read(
            name -> {
              Tensor tensor = OrtTensors.fromOrt(name, result.get(name).orElseThrow());
              DType declared = Objects.requireNonNull(outputs.get(name)).dtype();
              return declared == null ? tensor : tensor.cast(declared);
            });
      }
      return true;
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      fed.values().forEach(OnnxTensor::close);
      memory.clear();
      memories.takeBack(memory, true);
      terminator.end();
    }
  }

  /** Frees native memory once the runs in progress have ended; a second call does nothing. */
  @Override
  public void close() {
    gate.close(natives::clean);
  }

  /** Frees native memory. */
  private record Natives(
      String label,
      OrtSession session,
      List<OnnxTensor> weights,
      List<Spares<?>> spares,
      @Nullable RankedSessions ranked)
      implements Runnable {
    @Override
    public void run() {
      OPEN.decrementAndGet();
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(label + ": closing failed: " + e.getMessage(), e);
      } finally {
        weights.forEach(OnnxTensor::close);
        spares.forEach(Spares::close);
        if (ranked != null) {
          ranked.close();
        }
      }
    }
  }
}
