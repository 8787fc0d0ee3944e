package dev.tenon.text;

import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.engine.Engine;
import dev.tenon.initializers.Seeds;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.training.FitOptions;
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
  private static final SampleForm FORM =
      new SampleForm("texts, one string column, without targets", 1, 1, 0, 0);

  private final TextNetwork network;
  private final String mask;
  private final int maskId;
  private final TextTraining training;

  private FillMask(TextNetwork network, String mask, int maskId, TextTraining training) {
    this.network = network;
    this.mask = mask;
    this.maskId = maskId;
    this.training = training;
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
        return new FillMask(network, token, id.getAsInt(), new TextTraining(network));
      }
    }
    network.close();
    throw new IllegalArgumentException(
        folder + ": the tokenizer has no mask token; name it in tokenizer_config.json: mask_token");
  }

  /** Returns a view on another engine, with shared weights; each view is closed separately. */
  public FillMask on(Engine engine) {
    return new FillMask(network.on(engine), mask, maskId, training);
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

  /** Sets the optimizer of {@link #fit(List, FitOptions)}: Adam at a rate of 5e-5 by default. */
  public void compile(Optimizer optimizer) {
    training.compile(optimizer);
  }

  /**
   * Trains on texts, so that the network learns their language. In each epoch 15 % of the tokens
   * are chosen anew, at least one of a text: 80 % of them are hidden, 10 % are replaced by a random
   * word and 10 % stay, as in BERT. The seed of the options decides which.
   *
   * @return the loss of each epoch: the crossentropy of the chosen tokens
   * @throws IllegalArgumentException if there are no texts
   */
  public History fit(List<String> texts, FitOptions options) {
    return fit(texts, masking(options), options);
  }

  /**
   * Trains on a data set of texts, such as {@code Dataset.fromCsv(file).texts("text").noLabel()};
   * see {@link #fit(List, FitOptions)}.
   *
   * @param data features: texts, (batch); no targets
   * @return the loss of each epoch
   * @throws IllegalArgumentException if the columns are others
   */
  public History fit(Dataset data, FitOptions options) {
    return fit(data, masking(options), options);
  }

  History fit(Dataset data, MaskedTokens.Masking masking, FitOptions options) {
    return training.fitUnweighted(
        data, batch -> encoded(batch, masking), MaskedTokens.objective(), options);
  }

  private Batch encoded(Batch batch, MaskedTokens.Masking masking) {
    FORM.checkUnweighted(batch);
    MaskedTokens samples = new MaskedTokens(network, SampleForm.texts(batch, 0), masking);
    return samples.encoded(samples.numbers());
  }

  private RandomMasking masking(FitOptions options) {
    Long seed = options.seed();
    return new RandomMasking(seed == null ? Seeds.next() : seed, maskId, network.features());
  }

  History fit(List<String> texts, MaskedTokens.Masking masking, FitOptions options) {
    TextTraining.checkSizes(texts, texts, "text");
    MaskedTokens samples = new MaskedTokens(network, texts, masking);
    return training.fit(samples.numbers(), samples::encoded, MaskedTokens.objective(), options);
  }

  /** Writes a folder that {@code from_pretrained} opens, with the files of the tokenizer. */
  public void save(Path folder) throws IOException {
    network.model().save(folder);
  }

  @Override
  public void close() {
    network.close();
  }
}
