package dev.tenon.ops;

import dev.tenon.engine.Engine;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The programs of functions that are computed at once: the latest ones stay compiled, and what is
 * put out is closed.
 *
 * <p>A program belongs to an operation, its options, the arguments that are no tensors, and the
 * types and shapes of those that are; for functions that do not look at lengths, to their ranks.
 */
final class FunctionPrograms implements AutoCloseable {
  /** How many programs stay compiled. */
  private static final int MOST = 512;

  /** The most elements that Java computes with itself. */
  static final int HOST_ELEMENTS = 1 << 12;

  private static volatile FunctionPrograms shared =
      new FunctionPrograms(MOST, HOST_ELEMENTS, Engine::preferred);

  private final int most;
  private final int hostElements;
  private final Supplier<Engine> engine;
  private final LinkedHashMap<ProgramKey, FunctionProgram> programs =
      new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Creates an empty cache.
   *
   * @param most how many programs stay compiled
   * @param hostElements the most elements that Java computes with itself; 0 for an engine always
   * @param engine says the engine of a call
   */
  FunctionPrograms(int most, int hostElements, Supplier<Engine> engine) {
    this.most = most;
    this.hostElements = hostElements;
    this.engine = engine;
  }

  /** Returns the programs of all calls. */
  static FunctionPrograms shared() {
    return shared;
  }

  /** Puts others in their place, and returns those that were there. */
  static FunctionPrograms share(FunctionPrograms others) {
    FunctionPrograms before = shared;
    shared = others;
    return before;
  }

  /** Computes a call. */
  List<Tensor> run(OpsCall call) {
    List<Tensor> inputs = new ArrayList<>();
    Engine own = call.engine();
    ProgramKey key = ProgramKey.of(call, own == null ? engine.get() : own, inputs);
    FunctionProgram program = taken(key);
    try {
      return program.run(inputs);
    } finally {
      program.release();
    }
  }

  /** Returns the number of programs that an engine has compiled. */
  long compiled() {
    synchronized (programs) {
      return programs.values().stream().filter(FunctionProgram::isCompiled).count();
    }
  }

  /** Returns a program that stays open until it is released. */
  private FunctionProgram taken(ProgramKey key) {
    List<FunctionProgram> old = new ArrayList<>();
    FunctionProgram program;
    synchronized (programs) {
      program = programs.computeIfAbsent(key, k -> new FunctionProgram(k, hostElements));
      program.retain();
      var each = programs.entrySet().iterator();
      while (programs.size() > most && each.hasNext()) {
        Map.Entry<ProgramKey, FunctionProgram> eldest = each.next();
        if (eldest.getValue() != program) {
          old.add(eldest.getValue());
          each.remove();
        }
      }
    }
    old.forEach(FunctionProgram::release);
    return program;
  }

  /** Returns how many programs are held. */
  int size() {
    synchronized (programs) {
      return programs.size();
    }
  }

  @Override
  public void close() {
    List<FunctionProgram> old;
    synchronized (programs) {
      old = List.copyOf(programs.values());
      programs.clear();
    }
    old.forEach(FunctionProgram::release);
  }
}
