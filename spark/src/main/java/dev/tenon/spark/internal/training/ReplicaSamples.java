package dev.tenon.spark.internal.training;

import dev.tenon.data.Batch;
import dev.tenon.internal.train.replica.BatchShares;
import dev.tenon.internal.train.replica.ReplicaDataset;
import dev.tenon.runtime.Replica;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one task as its parts of the batches of all tasks.
 *
 * @param replica the task's place
 * @param store its samples, in the order of all
 * @param shares how the batches are dealt
 * @param names the tensors of a batch
 * @param seed the seed of the order within the task, which differs in each epoch; null for none
 */
public record ReplicaSamples(
    Replica replica, SampleStore store, BatchShares shares, Names names, @Nullable Long seed)
    implements ReplicaDataset {
  /**
   * The tensors of a batch by their names in the store.
   *
   * @param features in the order of the model's inputs
   * @param targets in the order of the model's outputs
   * @param weight the sample weights of all targets; null for none
   */
  public record Names(List<String> features, List<String> targets, @Nullable String weight) {
    public Names {
      features = List.copyOf(features);
      targets = List.copyOf(targets);
    }
  }

  @Override
  public OptionalLong batches() {
    return OptionalLong.of(shares.batches());
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    int[] order = new int[store.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    if (seed != null) {
      shuffle(order, new Random(seed + epoch * 1_000_003L + replica.rank()));
    }
    return new Iterator<>() {
      private long batch;
      private int from;

      @Override
      public boolean hasNext() {
        return batch < shares.batches();
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int count = shares.share(batch++, replica.rank());
        int[] positions = new int[count];
        System.arraycopy(order, from, positions, 0, count);
        from += count;
        return batch(store.read(positions));
      }
    };
  }

  private Batch batch(Map<String, Tensor> tensors) {
    List<Tensor> features = new ArrayList<>();
    names.features().forEach(name -> features.add(Objects.requireNonNull(tensors.get(name))));
    List<@Nullable Tensor> targets = new ArrayList<>();
    List<@Nullable Tensor> weights = new ArrayList<>();
    for (String name : names.targets()) {
      targets.add(Objects.requireNonNull(tensors.get(name)));
      if (names.weight() != null) {
        weights.add(Objects.requireNonNull(tensors.get(names.weight())));
      }
    }
    return new Batch(features, targets, weights);
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
  }
}
