package dev.tenon.text;

import dev.tenon.engine.Engine;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.zoo.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Proposes words for a gap in a text, with a network such as {@code BertForMaskedLM}.
 *
 * <p>The gap is the {@link #mask} token: {@code "Paris is the [MASK] of France."} Threads may share
 * it.
 *
 * @see <a
 *     href="https://huggingface.co/docs/transformers/main_classes/pipelines#transformers.FillMaskPipeline">
 *     transformers: FillMaskPipeline</a>
 */
public final class FillMask implements AutoCloseable {
  private static final int WORDS = 5;

  private final TextNetwork network;
  private final String mask;
  private final int maskId;

  private FillMask(TextNetwork network, String mask, int maskId) {
    this.network = network;
    this.mask = mask;
    this.maskId = maskId;
  }

  /**
   * Loads a folder.
   *
   * @throws dev.tenon.error.UnsupportedModelException if the network has another head
   * @throws IllegalArgumentException if the tokenizer has no mask token
   */
  public static FillMask load(Path folder) throws IOException {
    TextNetwork network = TextNetwork.load(folder, "logits", 3, "a network …ForMaskedLM");
    Optional<String> named = network.folder().token("mask_token");
    for (String token : Stream.concat(named.stream(), Stream.of("[MASK]", "<mask>")).toList()) {
      OptionalInt id = network.tokenizer().tokenToId(token);
      if (id.isPresent()) {
        return new FillMask(network, token, id.getAsInt());
      }
    }
    network.close();
    throw new IllegalArgumentException(
        folder + ": the tokenizer has no mask token; name it in tokenizer_config.json: mask_token");
  }

  /** Returns a view on another engine, with shared weights; each view is closed separately. */
  public FillMask on(Engine engine) {
    return new FillMask(network.on(engine), mask, maskId);
  }

  /** Returns the token that stands for the gap, such as {@code [MASK]}. */
  public String mask() {
    return mask;
  }

  /** Returns the five most probable words for the gap, best first. */
  public List<Prediction> fill(String text) {
    return fill(text, WORDS);
  }

  /**
   * Returns the most probable words for the gap, best first: {@code label} is the word and {@code
   * index} its number in the vocabulary.
   *
   * @param k the largest number of words
   * @throws IllegalArgumentException if the text has no gap or more than one
   */
  public List<Prediction> fill(String text, int k) {
    Encoding encoding = network.tokenizer().encode(text);
    int[] ids = encoding.ids();
    int[] gaps = IntStream.range(0, ids.length).filter(i -> ids[i] == maskId).toArray();
    if (gaps.length != 1) {
      throw new IllegalArgumentException(
          "fill: expected one "
              + mask
              + " in the first "
              + network.maxLength()
              + " tokens of the text, found "
              + gaps.length);
    }
    return network
        .run(
            List.of(encoding),
            1,
            (read, row) -> {
              double[] scores = LogitScores.softmax(row.get(gaps[0]).toFloatArray());
              return LogitScores.best(
                  scores, k, id -> network.tokenizer().decode(new int[] {id}, false));
            })
        .get(0);
  }

  @Override
  public void close() {
    network.close();
  }
}
