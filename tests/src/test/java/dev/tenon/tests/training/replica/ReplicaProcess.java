package dev.tenon.tests.training.replica;

import static dev.tenon.Tenon.fit;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.internal.train.replica.BatchShares;
import dev.tenon.internal.train.replica.ReplicaDataset;
import dev.tenon.runtime.Replica;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A process of {@link ReplicaTrainingTest}: trains a case with others and saves the weights. */
final class ReplicaProcess {
  static final int EPOCHS = 3;

  private ReplicaProcess() {}

  /**
   * Trains.
   *
   * @param args case, rank, addresses divided by commas, the file for the weights
   */
  public static void main(String[] args) {
    ReplicaCase chosen = ReplicaCase.valueOf(args[0]);
    int rank = Integer.parseInt(args[1]);
    Replica replica = new Replica(rank, List.of(args[2].split(",")), Duration.ofSeconds(60));
    try (Model model = chosen.started()) {
      Batch samples = chosen.samples();
      Part part = new Part(replica, samples, chosen.batchSize);
      History history = model.fit(part, fit().epochs(EPOCHS).verbose(0).validationData(part));
      System.out.println(history.get("loss") + " " + history.get("val_loss"));
      model.saveWeights(Path.of(args[3]));
    } catch (Exception e) {
      System.out.println("failed: " + e);
    }
    // The server has no end of its own.
    Runtime.getRuntime().halt(0);
  }

  /** The samples of one process, in the order of all. */
  record Part(Replica replica, Batch samples, int batchSize) implements ReplicaDataset {
    private BatchShares shares() {
      return new BatchShares(samples.size(), batchSize, replica.count());
    }

    @Override
    public OptionalLong batches() {
      return OptionalLong.of(shares().batches());
    }

    @Override
    public Iterator<Batch> pass(int epoch) {
      BatchShares shares = shares();
      List<Batch> own = new ArrayList<>();
      for (long batch = 0; batch < shares.batches(); batch++) {
        int from = -1;
        int count = 0;
        for (long i = batch * batchSize;
            i < Math.min(samples.size(), (batch + 1) * batchSize);
            i++) {
          if (shares.rank(i) == replica.rank()) {
            from = from < 0 ? (int) i : from;
            count++;
          }
        }
        int start = Math.max(from, 0);
        int end = start + count;
        own.add(
            new Batch(
                samples.features().stream().map(t -> part(t, start, end)).toList(),
                samples.targets().stream().map(t -> part(t, start, end)).toList(),
                samples.weights().stream().map(t -> part(t, start, end)).toList()));
      }
      return own.iterator();
    }

    private static @Nullable Tensor part(@Nullable Tensor tensor, int start, int end) {
      return tensor == null ? null : tensor.slice(0, start, end);
    }
  }
}
