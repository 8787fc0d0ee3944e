package dev.tenon.text;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.shape.Shape;
import dev.tenon.limits.LoadLimits;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.tokenizers.Padding;
import dev.tenon.tokenizers.Tokenizer;
import dev.tenon.tokenizers.Truncation;
import dev.tenon.zoo.huggingface.HeadReplacement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network of a folder with its tokenizer.
 *
 * @param model the network
 * @param output the output that is used
 * @param tokenizer splits a text and cuts it to the longest sequence
 * @param padId the number of the padding token
 * @param maxLength the longest sequence
 * @param folder the other facts of the folder
 */
record TextNetwork(
    Model model, String output, Tokenizer tokenizer, int padId, int maxLength, TextConfig folder)
    implements AutoCloseable {
  static final int BATCH_SIZE = 32;

  /**
   * Loads a folder.
   *
   * @param output the output that a pipeline uses
   * @param rank its number of axes
   * @param wanted the kind of network with this output, for the message
   * @throws UnsupportedModelException if the network has no such output
   */
  static TextNetwork load(Path folder, String output, int rank, String wanted) throws IOException {
    return load(folder, output, rank, wanted, null);
  }

  /**
   * Loads a folder with another head; see {@link #load(Path, String, int, String)}.
   *
   * @param head the head in place of that of the folder; null for the folder's own
   */
  static TextNetwork load(
      Path folder, String output, int rank, String wanted, @Nullable HeadReplacement head)
      throws IOException {
    TextConfig facts = TextConfig.read(folder, LoadLimits.DEFAULTS);
    Tokenizer tokenizer = Tokenizer.load(folder);
    int maxLength =
        facts.maxLength(
            tokenizer
                .truncation()
                .map(cut -> OptionalInt.of(cut.maxLength()))
                .orElse(OptionalInt.empty()));
    Truncation rule = Truncation.of(maxLength);
    String direction = tokenizer.truncation().map(Truncation::direction).orElse(rule.direction());
    int padId = padId(facts, tokenizer);
    Model model = head == null ? Model.load(folder) : head.load(folder, LoadLimits.DEFAULTS);
    Shape shape = shape(model, output);
    if (!shape.ranked() || shape.rank() != rank) {
      List<String> found = model.outputs().stream().map(TensorSpec::toString).toList();
      model.close();
      throw new UnsupportedModelException(
          String.valueOf(folder), "expected " + wanted + ", received a network with " + found);
    }
    return new TextNetwork(
        model,
        output,
        tokenizer.truncation(rule.direction(direction)).noPadding(),
        padId,
        maxLength,
        facts);
  }

  private static int padId(TextConfig facts, Tokenizer tokenizer) {
    OptionalInt named =
        facts.token("pad_token").map(tokenizer::tokenToId).orElse(OptionalInt.empty());
    return named.orElseGet(() -> tokenizer.padding().map(Padding::padId).orElseGet(facts::padId));
  }

  /** Returns a view on another engine, which is closed separately. */
  TextNetwork on(Engine engine) {
    return new TextNetwork(model.on(engine), output, tokenizer, padId, maxLength, folder);
  }

  /**
   * Returns the same network for pairs whose second text is cut into windows.
   *
   * @param length the most tokens of a window, both texts and special tokens included
   * @param overlap the most tokens that two windows share
   */
  TextNetwork windows(int length, int overlap) {
    int window = Math.min(length, maxLength);
    Truncation rule =
        Truncation.of(window).stride(Math.min(window / 2, overlap)).strategy("only_second");
    return new TextNetwork(model, output, tokenizer.truncation(rule), padId, window, folder);
  }

  /** Splits two texts into tokens, in as many windows as the second one needs. */
  List<Encoding> windowsOf(String text, String pair) {
    Encoding first = tokenizer.encode(text, pair);
    List<Encoding> windows = new ArrayList<>();
    windows.add(first);
    windows.addAll(first.overflowing());
    return windows;
  }

  /** Returns the length of the last axis of the output. */
  int features() {
    return (int) shape(model, output).length(-1);
  }

  private static Shape shape(Model model, String output) {
    return model.outputs().stream()
        .filter(spec -> spec.name().equals(output))
        .map(TensorSpec::shape)
        .findFirst()
        .orElse(Shape.unknownRank());
  }

  /** Splits texts into tokens. */
  List<Encoding> encode(List<String> texts) {
    return texts.stream().map(tokenizer::encode).toList();
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
    int length = Math.max(1, batch.stream().mapToInt(Encoding::size).max().orElse(1));
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    model
        .inputs()
        .forEach(
            input ->
                inputs.put(
                    input.name(),
                    switch (input.name()) {
                      case "input_ids" -> padded(batch, Encoding::ids, length, padId);
                      case "attention_mask" -> padded(batch, Encoding::attentionMask, length, 0);
                      case "token_type_ids" -> padded(batch, this::typeIds, length, 0);
                      default ->
                          throw new IllegalStateException("unknown input '" + input.name() + "'");
                    }));
    return inputs;
  }

  private int[] typeIds(Encoding encoding) {
    return folder.typeIds() ? encoding.typeIds() : new int[encoding.size()];
  }

  private static Tensor padded(
      List<Encoding> batch, Function<Encoding, int[]> part, int length, int padding) {
    int[][] rows = new int[batch.size()][];
    for (int i = 0; i < rows.length; i++) {
      int[] values = part.apply(batch.get(i));
      rows[i] = Arrays.copyOf(values, length);
      Arrays.fill(rows[i], values.length, length, padding);
    }
    return Tensor.of(rows);
  }

  @Override
  public void close() {
    model.close();
  }
}
