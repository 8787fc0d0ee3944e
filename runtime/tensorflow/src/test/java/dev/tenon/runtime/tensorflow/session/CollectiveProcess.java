package dev.tenon.runtime.tensorflow.session;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process of {@link CollectiveServerTest}: adds {@code rank + 1} up with the others into a
 * parameter, some times, and prints what it holds after each time.
 */
final class CollectiveProcess {
  static final Duration TIMEOUT = Duration.ofSeconds(60);

  private CollectiveProcess() {}

  /**
   * Runs a process.
   *
   * @param args rank, addresses divided by commas, number of runs, the run before which it dies
   */
  public static void main(String[] args) throws InterruptedException {
    int rank = Integer.parseInt(args[0]);
    Replica replica = new Replica(rank, List.of(args[1].split(",")), TIMEOUT);
    int runs = Integer.parseInt(args[2]);
    int death = Integer.parseInt(args[3]);
    GraphBuilder builder = new GraphBuilder("sum");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value x = builder.input("x", new TensorType(DType.FLOAT32, Shape.of(3)));
    Parameter total =
        new Parameter("total", "total", new long[] {3}, DType.FLOAT32, Parameter.Role.STATE, null);
    Value sum = ops.apply(replica.allReduce(1), x);
    Value count = ops.apply(replica.allReduce(2), ops.constant(Tensor.scalar(DType.FLOAT32, 1)));
    Value next = ops.add(builder.read(total), sum);
    ParameterStore store = new ParameterStore();
    store.put(total, Tensor.zeros(DType.FLOAT32, 3));
    try (Trainer trainer = TrainingEngine.of(Engine.TENSORFLOW).trainer("sum", store, replica)) {
      Trainer.Program program =
          trainer.prepare(
              new TrainProgram(
                  builder.build(List.of(sum, count), List.of("sum", "count")),
                  null,
                  List.of(new TrainProgram.Assignment(total, next))));
      Tensor own = Tensor.full(DType.FLOAT32, rank + 1, 3);
      for (int run = 0; run < runs; run++) {
        if (run == death) {
          // The others are then in the middle of the sum.
          Thread.sleep(1000);
          Runtime.getRuntime().halt(1);
        }
        List<Tensor> found = program.run(Map.of("x", own));
        System.out.println(
            found.get(0).getDouble(2)
                + " of "
                + found.get(1).getDouble(0)
                + ", "
                + trainer.read(total).getDouble(0));
      }
    } catch (RuntimeException e) {
      System.out.println("failed: " + e);
    }
    // The server has no end of its own.
    Runtime.getRuntime().halt(0);
  }
}
