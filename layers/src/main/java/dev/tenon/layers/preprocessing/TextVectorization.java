package dev.tenon.layers.preprocessing;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.adaptation.Adaptable;
import dev.tenon.layers.adaptation.AdaptationData;
import dev.tenon.layers.adaptation.Adapted;
import dev.tenon.layers.adaptation.TextTokens;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Splits texts into tokens and replaces them by indices in a vocabulary, or counts them.
 *
 * <p>Input (batch) or (batch, 1) of strings. Output in mode {@code int}: (batch, words), padded
 * with 0; in other modes (batch, tokens). ONNX export needs {@code standardize} null or {@code
 * lower} and {@code split} null or {@code whitespace}; TensorFlow runs all of them. Python
 * functions are refused.
 *
 * @param standardize the clean-up: {@code lower_and_strip_punctuation}, {@code lower}, {@code
 *     strip_punctuation} or null for none
 * @param split the split: {@code whitespace}, {@code character} or null for none
 * @param ngrams the largest number of joined tokens, or a list of numbers. Without them tokens stay
 *     single.
 * @param outputMode the form of the output: {@code int}, {@code multi_hot}, {@code count} or {@code
 *     tf_idf}
 * @param outputSequenceLength the number of words of each row in mode {@code int}. Without one the
 *     longest text decides.
 * @param ragged whether Keras returns a ragged tensor; Tenon refuses {@code true}
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/text/text_vectorization/">Keras:
 *     TextVectorization</a>
 */
@ShortName
public record TextVectorization(
    @Nullable Long maxTokens,
    @Default("lower_and_strip_punctuation") @Nullable Object standardize,
    @Default("whitespace") @Nullable Object split,
    @Nullable Object ngrams,
    @Default("int") String outputMode,
    @Nullable Long outputSequenceLength,
    @Default("false") boolean padToMaxTokens,
    @Nullable List<Object> vocabulary,
    @Nullable List<Double> idfWeights,
    @Default("false") boolean sparse,
    @Default("false") boolean ragged,
    @Default("utf-8") String encoding,
    @Nullable Long vocabularySize)
    implements Lookup, Adaptable<TextVectorization>, TextVectorizationOptions {
  private static final String PUNCTUATION = "[!\"#$%&()\\*\\+,-\\./:;<=>?@\\[\\\\\\]^_`{|}~\\']";

  private static final List<String> STANDARDIZE =
      List.of("lower", "strip_punctuation", "lower_and_strip_punctuation");

  /** Above what any text is cut into. */
  private static final int LONGEST_GROUP = 100;

  @Override
  public DType tokenType() {
    return DType.STRING;
  }

  /**
   * Returns the layer with the vocabulary of data: the most frequent tokens first.
   *
   * @throws IllegalArgumentException for a layer with a vocabulary, or data without tokens
   */
  @Override
  public Adapted<TextVectorization> adapted(AdaptationData data) {
    LearnedVocabulary learned = LearnedVocabulary.of(this, documents(data));
    return Adapted.of(vocabulary(learned.tokens()).idfWeights(learned.idfWeights()));
  }

  @Override
  public boolean invert() {
    return false;
  }

  @Override
  public long numOovIndices() {
    return 1;
  }

  @Override
  public Object oovToken() {
    return "[UNK]";
  }

  @Override
  public Object maskToken() {
    return "";
  }

  @Override
  public String oovMethod() {
    return "floormod";
  }

  @Override
  public @Nullable Object salt() {
    return null;
  }

  @Override
  public DType resultType(Call call) {
    // The layer's own type is that of strings.
    return call.has(LegacyOption.TYPED_LOOKUP) && !outputMode.equals("int")
        ? DType.FLOAT32
        : DType.INT64;
  }

  @Override
  public List<Value> call(Lookup.Weights weights, Call call, List<Value> inputs) {
    if (ragged) {
      throw new UnsupportedModelException(
          "TextVectorization with ragged=True gives ragged tensors, which Tenon does not have");
    }
    Ops ops = call.ops();
    Value words = words(ops, standard(ops, inputs.get(0)));
    if (outputMode.equals("int")) {
      Value index = Lookup.super.call(weights, call, List.of(words)).get(0);
      return List.of(outputSequenceLength == null ? index : cut(ops, index, outputSequenceLength));
    }
    if (split != null) {
      // One empty word more, which counts nowhere, so that a batch of empty texts has any.
      Value empty = ops.constant(Tensor.ofStrings(new String[] {""}, 1));
      Value one = ops.expand(empty, words, words.shape().with(-1, Dim.of(1)));
      words = ops.concat(words.rank() - 1, List.of(words, one));
    }
    return Lookup.super.call(weights, call, List.of(words));
  }

  private boolean lowers() {
    checkStandardize();
    return "lower".equals(standardize) || "lower_and_strip_punctuation".equals(standardize);
  }

  private boolean strips() {
    checkStandardize();
    return "strip_punctuation".equals(standardize)
        || "lower_and_strip_punctuation".equals(standardize);
  }

  private void checkStandardize() {
    if (standardize != null && !STANDARDIZE.contains(standardize)) {
      throw function("standardize", standardize);
    }
  }

  /** Returns the tokens of each text, as the layer cuts them when it is called. */
  private Stream<List<String>> documents(AdaptationData data) {
    if (split != null && !split.equals("whitespace") && !split.equals("character")) {
      throw function("split", split);
    }
    TextTokens cutter =
        new TextTokens(
            lowers(),
            strips() ? Pattern.compile(PUNCTUATION) : null,
            (String) split,
            ngrams == null ? List.of() : widths());
    return StreamSupport.stream(data.batches().spliterator(), false)
        .flatMap(batch -> documents(cutter, batch, data.whole()));
  }

  private Stream<List<String>> documents(TextTokens cutter, Tensor batch, boolean whole) {
    String[] texts = batch.toStringArray();
    long[] shape = batch.shape();
    int rank = shape.length;
    int row = rank > 1 ? (int) shape[rank - 1] : whole || split != null ? 1 : texts.length;
    if (split != null && row != 1) {
      throw new IllegalArgumentException(
          "adapt: TextVectorization cuts texts of shape (batch) or (batch, 1), received "
              + batch.shapeString());
    }
    return IntStream.range(0, row == 0 ? 0 : texts.length / row)
        .mapToObj(
            i ->
                cutter.groups(
                    Arrays.stream(texts, i * row, (i + 1) * row)
                        .flatMap(text -> cutter.cut(text).stream())
                        .toList()));
  }

  private Value standard(Ops ops, Value text) {
    Value x = text;
    if (lowers()) {
      // ONNX changes the case of vectors only; Keras that of A to Z only, as the locale C.
      Value flat = ops.apply(new Movement.Reshape(0), x, ops.longs(-1));
      Value changed = ops.apply(new Text.StringNormalizer("LOWER", 1, "C", null), flat);
      x = ops.applyAs(text.shape(), new Movement.Reshape(0), changed, ops.shape(text));
    }
    return strips() ? ops.apply(new Text.RegexReplace(PUNCTUATION, ""), x) : x;
  }

  private Value words(Ops ops, Value text) {
    if (split == null) {
      return ngrams == null ? text : Ngrams.of(ops, text, null, widths());
    }
    Value x = text;
    if (x.rank() > 1) {
      if (x.shape().length(-1) != 1) {
        throw new IllegalArgumentException(
            "TextVectorization cuts texts of shape (batch) or (batch, 1), not " + x.shape());
      }
      x = ops.squeeze(x, x.rank() - 1L);
    }
    List<Value> parts;
    if (split.equals("whitespace")) {
      parts = BlankSplit.of(ops, x);
    } else if (split.equals("character")) {
      parts = ops.applyAll(new Text.UnicodeSplit(), x);
    } else {
      throw function("split", split);
    }
    return ngrams == null ? parts.get(0) : Ngrams.of(ops, parts.get(0), parts.get(1), widths());
  }

  private List<Long> widths() {
    if (ngrams instanceof Number longest && longest.longValue() <= LONGEST_GROUP) {
      return LongStream.rangeClosed(1, longest.longValue()).boxed().toList();
    }
    List<Long> widths = new ArrayList<>();
    for (Object width : ngrams instanceof List<?> list ? list : List.of()) {
      if (width instanceof Number number) {
        widths.add(number.longValue());
      }
    }
    if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 1 || width > LONGEST_GROUP)) {
      throw new IllegalArgumentException(
          "TextVectorization: 'ngrams' must be an integer up to "
              + LONGEST_GROUP
              + " or a list of them, it is "
              + ngrams);
    }
    return widths;
  }

  /** Cuts rows off, or fills them up with zeros. */
  private static Value cut(Ops ops, Value index, long length) {
    int axis = index.rank() - 1;
    if (axis == 0) {
      throw new IllegalArgumentException(
          "TextVectorization with output_sequence_length and without split needs texts of shape"
              + " (batch, words)");
    }
    TableSize.check("output_sequence_length", length);
    Value zeros = ops.expand(ops.scalar(index, 0), index, index.shape().with(axis, Dim.of(length)));
    return ops.slice(ops.concat(axis, List.of(index, zeros)), axis, 0, length, 1);
  }

  private UnsupportedModelException function(String key, Object value) {
    return new UnsupportedModelException(
        "TextVectorization with "
            + key
            + "="
            + value
            + ", a function of Python, which Tenon never runs: give it a custom layer under that"
            + " name, or take texts that are prepared already");
  }
}
