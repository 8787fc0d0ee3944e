package dev.tenon.text;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.assets.TextAssets;
import dev.tenon.limits.LoadLimits;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.text.internal.TextConfig;
import dev.tenon.text.internal.TextInputs;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.tokenizers.Tokenizer;
import dev.tenon.zoo.huggingface.HeadReplacement;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network with its tokenizer.
 *
 * @param model the network
 * @param output the output that is used
 * @param texts makes the inputs of texts
 */
record TextNetwork(Model model, String output, TextInputs texts) implements AutoCloseable {
  static final int BATCH_SIZE = 32;

  /**
   * Loads a folder, or a model file with a tokenizer.
   *
   * @param output the output that a pipeline uses
   * @param rank its number of axes
   * @param wanted the kind of network with this output, for the message
   * @throws UnsupportedModelException if the network has no such output
   */
  static TextNetwork load(Path path, String output, int rank, String wanted) throws IOException {
    return load(path, model -> find(model, output, rank), wanted);
  }

  /**
   * Loads a folder with another head; see {@link #load(Path, String, int, String)}.
   *
   * @param head the head in place of that of the folder; null for the folder's own
   */
  static TextNetwork load(
      Path folder, String output, int rank, String wanted, @Nullable HeadReplacement head)
      throws IOException {
    Model model = head == null ? Model.load(folder) : head.load(folder, LoadLimits.DEFAULTS);
    return of(folder, model, loaded -> find(loaded, output, rank), wanted);
  }

  /**
   * Loads a folder, or a model file with a tokenizer.
   *
   * @param output chooses the output that a pipeline uses, if there is one
   * @param wanted the kind of network with this output, for the message
   * @throws UnsupportedModelException if the network has no such output
   */
  static TextNetwork load(Path path, Function<Model, Optional<String>> output, String wanted)
      throws IOException {
    return of(path, Model.load(path), output, wanted);
  }

  private static TextNetwork of(
      Path path, Model model, Function<Model, Optional<String>> output, String wanted)
      throws IOException {
    try {
      TextAssets assets = model.info().textAssets();
      if (assets == null) {
        throw new NoSuchFileException(
            path.toString(), null, "the model has no tokenizer.json, vocab.txt or vocab.json");
      }
      String chosen =
          output
              .apply(model)
              .orElseThrow(
                  () ->
                      new UnsupportedModelException(
                          path.toString(),
                          "expected "
                              + wanted
                              + ", received a network with "
                              + model.outputs().stream().map(TensorSpec::toString).toList()));
      return new TextNetwork(model, chosen, TextInputs.of(assets).fitting(model.inputs()));
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static Optional<String> find(Model model, String output, int rank) {
    return model.outputs().stream()
        .filter(spec -> spec.name().equals(output) && rank(spec) == rank)
        .map(TensorSpec::name)
        .findFirst();
  }

  /** Returns the number of axes; −1 where it is unknown. */
  static int rank(TensorSpec spec) {
    return spec.shape().ranked() ? spec.shape().rank() : -1;
  }

  /** Returns the tokenizer, which cuts a text to the longest sequence. */
  Tokenizer tokenizer() {
    return texts.tokenizer();
  }

  /** Returns the longest sequence. */
  int maxLength() {
    return texts.maxLength();
  }

  /** Returns the other facts of the folder. */
  TextConfig folder() {
    return texts.config();
  }

  /** Returns a view on another engine, which is closed separately. */
  TextNetwork on(Engine engine) {
    return new TextNetwork(model.on(engine), output, texts);
  }

  /**
   * Returns the same network for pairs whose second text is cut into windows.
   *
   * @param length the most tokens of a window, both texts and special tokens included
   * @param overlap the most tokens that two windows share
   */
  TextNetwork windows(int length, int overlap) {
    return new TextNetwork(model, output, texts.windows(length, overlap));
  }

  /** Splits two texts into tokens, in as many windows as the second one needs. */
  List<Encoding> windowsOf(String text, String pair) {
    Encoding first = tokenizer().encode(text, pair);
    List<Encoding> windows = new ArrayList<>();
    windows.add(first);
    windows.addAll(first.overflowing());
    return windows;
  }

  /** Returns the length of the last axis of the output; that of a run where it is unknown. */
  int features() {
    for (TensorSpec spec : model.outputs()) {
      int rank = rank(spec);
      if (spec.name().equals(output) && rank > 0 && spec.shape().dim(rank - 1).isKnown()) {
        return Math.toIntExact(spec.shape().length(-1));
      }
    }
    Tensor row = rows(encode(List.of("")));
    return Math.toIntExact(row.dim(row.rank() - 1));
  }

  /** Splits texts into tokens. */
  List<Encoding> encode(List<String> read) {
    return read.stream().map(tokenizer()::encode).toList();
  }

  /**
   * Runs the network on batches of texts of similar length.
   *
   * @param read makes a result of a text's tokens and its row of the output, which may be longer
   * @return the results in the order of the encodings
   */
  <R> List<R> run(List<Encoding> encodings, int batchSize, BiFunction<Encoding, Tensor, R> read) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "batchSize: expected at least 1, received " + batchSize + "; 32 is a good choice");
    }
    List<Integer> order =
        IntStream.range(0, encodings.size())
            .boxed()
            .sorted(Comparator.comparing(i -> -encodings.get(i).size()))
            .toList();
    List<R> results = new ArrayList<>(Collections.nCopies(encodings.size(), null));
    for (int from = 0; from < order.size(); from += batchSize) {
      List<Integer> batch = order.subList(from, Math.min(order.size(), from + batchSize));
      Tensor rows = rows(batch.stream().map(encodings::get).toList());
      for (int i = 0; i < batch.size(); i++) {
        int at = batch.get(i);
        results.set(at, read.apply(encodings.get(at), rows.get(i)));
      }
    }
    return results;
  }

  private Tensor rows(List<Encoding> batch) {
    return outputs(batch, List.of(output)).values().iterator().next();
  }

  /** Runs the network on one batch, padded to its longest text. */
  Map<String, Tensor> outputs(List<Encoding> batch, List<String> wanted) {
    return model.run(inputs(batch), wanted);
  }

  /**
   * Returns a batch of training.
   *
   * @param weights the weights of the samples for each target; empty for none
   */
  Batch batch(List<Encoding> encodings, List<Tensor> targets, List<@Nullable Tensor> weights) {
    return new Batch(List.copyOf(inputs(encodings).values()), new ArrayList<>(targets), weights);
  }

  /** Returns the inputs of a batch by name, (texts, tokens), padded to its longest text. */
  Map<String, Tensor> inputs(List<Encoding> batch) {
    return texts.batch(model.inputs(), batch);
  }

  @Override
  public void close() {
    model.close();
  }
}
