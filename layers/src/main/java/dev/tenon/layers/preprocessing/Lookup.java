package dev.tenon.layers.preprocessing;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer that maps tokens to indices or back: IntegerLookup, StringLookup and TextVectorization.
 */
public interface Lookup extends Layer<Lookup.Weights> {
  /** The handle to the weights of tokens, which only tf_keras stores as a variable. */
  record Weights(@Nullable Parameter idfWeights) {}

  /** Returns the type of the tokens. */
  DType tokenType();

  /** Returns Keras' option of this name, as each of the following. */
  boolean invert();

  @Nullable Long maxTokens();

  long numOovIndices();

  Object oovToken();

  @Nullable Object maskToken();

  String outputMode();

  boolean sparse();

  boolean padToMaxTokens();

  @Nullable List<Double> idfWeights();

  @Nullable List<Object> vocabulary();

  String oovMethod();

  @Nullable Object salt();

  @Override
  default Weights build(Build build, List<Shape> inputs) {
    if (!build.has(LegacyOption.TYPED_LOOKUP) || !outputMode().equals("tf_idf")) {
      return new Weights(null);
    }
    return new Weights(
        build.declare(
            "idf_weights", Shape.of(indexCount()), DType.FLOAT32, Parameter.Role.CONSTANT, null));
  }

  /**
   * Returns the weight of each index in mode {@code tf_idf}, of the length of the output's last
   * axis; null in other modes and without weights.
   */
  default @Nullable Tensor indexWeights() {
    List<Double> given = idfWeights();
    if (!outputMode().equals("tf_idf") || given == null) {
      return null;
    }
    List<Object> special = special();
    int tokens = LookupVocabulary.of(known(), special).size();
    // Where only the tokens have weights, everything before them weighs as much as the mean token.
    int front = given.size() == tokens ? special.size() : 0;
    double mean = given.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double[] weights = new double[Math.toIntExact(depth(special.size() + (long) tokens))];
    if (front + given.size() > weights.length) {
      throw new IllegalArgumentException(
          className()
              + ": "
              + given.size()
              + " idf_weights for "
              + tokens
              + " tokens are too many");
    }
    for (int i = 0; i < front + given.size(); i++) {
      weights[i] = i < front ? mean : given.get(i - front);
    }
    return Tensor.of(weights, weights.length);
  }

  /** Returns the number of indices, those of special tokens included: Keras' vocabulary_size(). */
  default long indexCount() {
    List<Object> special = special();
    return special.size() + (long) LookupVocabulary.of(known(), special).size();
  }

  private long depth(long indices) {
    Long most = maxTokens();
    return padToMaxTokens() && most != null ? most : indices;
  }

  private List<Object> known() {
    List<Object> given = vocabulary();
    if (given == null || given.isEmpty()) {
      throw new UnsupportedModelException(
          className()
              + " has no vocabulary: adapt the layer to data, or give it its vocabulary argument; of"
              + " a layer that adapted in Keras only a .keras file holds it, in its 'assets/'");
    }
    return given;
  }

  /** Returns the type of results in the mode {@code int}, and of counts. */
  default DType resultType(Call call) {
    return call.has(LegacyOption.TYPED_LOOKUP) ? call.policy().compute() : DType.INT64;
  }

  /**
   * Returns the special tokens before the vocabulary: the mask token, then the out-of-vocabulary
   * tokens.
   */
  default List<Object> special() {
    List<Object> special = new ArrayList<>();
    Object mask = maskToken();
    if (mask != null && outputMode().equals("int")) {
      special.add(mask);
    }
    TableSize.check("the indices of unknown tokens", numOovIndices());
    special.addAll(Collections.nCopies(Math.toIntExact(numOovIndices()), oovToken()));
    return special;
  }

  @Override
  default List<Value> call(Weights weights, Call call, List<Value> inputs) {
    List<Object> special = special();
    LookupVocabulary tokens = LookupVocabulary.of(known(), special);
    Value x = inputs.get(0);
    return List.of(
        invert()
            ? tokensOf(call.ops(), x, tokens, special)
            : encoded(weights, call, x, tokens, special.size()));
  }

  private Value tokensOf(Ops ops, Value x, LookupVocabulary tokens, List<Object> special) {
    // What is no index becomes the token for the unknown, which is put in front of all others.
    List<Object> table = new ArrayList<>();
    table.add(oovToken());
    table.addAll(special);
    Value index = ops.cast(x, DType.INT64);
    long count = (long) special.size() + tokens.size();
    Value known =
        ops.and(
            ops.greaterOrEqual(index, ops.scalar(index, 0)),
            ops.less(index, ops.scalar(index, (double) count)));
    Value at = ops.where(known, ops.add(index, 1), ops.scalar(index, 0));
    return ops.gather(ops.constant(tokens.tensor(table, tokenType())), at, 0);
  }

  private Value encoded(
      Weights weights, Call call, Value given, LookupVocabulary tokens, int firstToken) {
    Ops ops = call.ops();
    long firstOov = firstToken - numOovIndices();
    Value x = tokenType() == DType.STRING ? given : ops.cast(given, DType.INT64);
    Value found = tokens.find(ops, x);
    Value missing = ops.less(found, ops.scalar(found, 0));
    Value unknown = ops.scalar(found, numOovIndices() == 0 ? -1.0 : (double) firstOov);
    if (numOovIndices() > 1) {
      boolean plain = tokenType() != DType.STRING && oovMethod().equals("floormod");
      Value bucket =
          plain
              ? new UnsignedArithmetic(ops).floorMod(x, numOovIndices())
              : HashBuckets.of(ops, className(), x, numOovIndices(), salt());
      unknown = ops.add(bucket, (double) firstOov);
    }
    Value index = ops.where(missing, unknown, ops.add(found, firstToken));
    Object mask = maskToken();
    if (mask != null) {
      Value hidden = ops.equal(x, ops.constant(token(mask)));
      // What is masked counts nowhere but as index 0.
      index = ops.where(hidden, ops.scalar(index, outputMode().equals("int") ? 0 : -1), index);
    }
    DType type = resultType(call);
    if (outputMode().equals("int")) {
      return ops.cast(index, type);
    }
    Categories.refuseSparse(className(), sparse());
    long depth = depth(firstToken + (long) tokens.size());
    if (!outputMode().equals("tf_idf")) {
      return Categories.encode(ops, outputMode(), index, depth, type, null);
    }
    Parameter stored = weights.idfWeights();
    return stored == null
        ? weighted(call, index, depth)
        : ops.mul(
            Categories.encode(ops, "count", index, depth, stored.dtype(), null),
            call.stored(stored));
  }

  private Value weighted(Call call, Value index, long depth) {
    Tensor given = indexWeights();
    if (given == null) {
      throw new UnsupportedModelException(
          className()
              + " has no idf_weights in its configuration: give them to the layer with its"
              + " vocabulary before saving the model");
    }
    DType type = call.policy().compute().isFloating() ? call.policy().compute() : DType.FLOAT32;
    Ops ops = call.ops();
    Value counts = Categories.encode(ops, "count", index, depth, type, null);
    return ops.mul(counts, ops.constant(given.cast(type)));
  }

  private Tensor token(Object token) {
    return new LookupVocabulary(List.of(token)).tensor(List.of(), tokenType()).reshape();
  }
}
