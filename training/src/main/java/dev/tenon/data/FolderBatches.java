package dev.tenon.data;

import dev.tenon.internal.data.FileSelection;
import dev.tenon.internal.data.LabeledFiles;
import dev.tenon.internal.data.LendingPass;
import dev.tenon.internal.data.Lent;
import dev.tenon.internal.data.OrderedBatches;
import dev.tenon.internal.data.SampleOrder;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The batches of a folder's files, which data sets of images, texts and sounds share. */
final class FolderBatches {
  private final Path folder;
  private final Supplier<FileSelection> selection;
  private final int batchSize;
  private final long seed;
  private @Nullable LabeledFiles files;

  /**
   * Creates the batches; the folder is listed at the first use.
   *
   * @param selection returns which files count, or fails where arguments exclude each other
   * @param seed the seed of the order; null for a random one
   */
  FolderBatches(
      Path folder, Supplier<FileSelection> selection, int batchSize, @Nullable Long seed) {
    this.folder = folder;
    this.selection = selection;
    this.batchSize = batchSize;
    // As Keras, which draws one below a million.
    this.seed = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
  }

  /** Returns a folder, or fails where it is none. */
  static Path checked(String function, Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          function
              + "(directory): expected a folder with a sub-folder for each class, received "
              + directory);
    }
    return directory;
  }

  /** Returns the files with their labels, in Keras' order. */
  synchronized LabeledFiles files() {
    LabeledFiles listed = files;
    if (listed == null) {
      listed = LabeledFiles.of(folder, selection.get(), seed);
      files = listed;
    }
    return listed;
  }

  OptionalLong batches() {
    return OptionalLong.of((files().files().size() + batchSize - 1) / batchSize);
  }

  /** Reads a file. */
  @FunctionalInterface
  interface Content<T> {
    T read(Path path) throws IOException;
  }

  /**
   * Returns the batches of one pass.
   *
   * @param content reads a file; several threads call it at once
   * @param features makes the features of a batch of the contents of its files
   */
  <T> Iterator<Batch> pass(int epoch, Content<T> content, Function<List<T>, Tensor> features) {
    return pass(
        epoch,
        paths ->
            Lent.kept(
                features.apply(paths.parallelStream().map(path -> read(path, content)).toList())));
  }

  /**
   * Returns the batches of one pass.
   *
   * @param features reads some files as the features of a batch
   */
  Iterator<Batch> pass(int epoch, Function<List<Path>, Lent<Tensor>> features) {
    FileSelection selected = selection.get();
    List<Path> all = files().files();
    int[] order =
        selected.shuffle()
            ? SampleOrder.shuffled(all.size(), seed, epoch)
            : SampleOrder.plain(all.size());
    return new Pass(
        new OrderedBatches<>(
            order,
            batchSize,
            positions -> {
              List<Tensor> targets = targets(positions, selected.labelMode());
              return features
                  .apply(IntStream.of(positions).mapToObj(all::get).toList())
                  .map(tensor -> Batch.of(List.of(tensor), targets));
            }));
  }

  private record Pass(OrderedBatches<Lent<Batch>> batches) implements LendingPass<Batch> {
    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public Lent<Batch> lend() {
      return batches.next();
    }
  }

  /** Reads a file; an error names it. */
  static <T> T read(Path path, Content<T> content) {
    try {
      return content.read(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns the labels of some files as a loss takes them; empty without labels. */
  private List<Tensor> targets(int[] positions, String labelMode) {
    int[] labels = files().labels();
    int[] chosen = IntStream.of(positions).map(position -> labels[position]).toArray();
    return switch (labelMode) {
      case "int" -> List.of(Tensor.of(chosen, chosen.length));
      case "binary" -> List.of(Tensor.of(chosen, chosen.length, 1).cast(DType.FLOAT32));
      case "categorical" ->
          List.of(
              Labels.toCategorical(Tensor.of(chosen, chosen.length), files().classNames().size())
                  .cast(DType.FLOAT32));
      default -> List.of();
    };
  }
}
