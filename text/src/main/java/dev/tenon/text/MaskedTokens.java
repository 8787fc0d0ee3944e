package dev.tenon.text;

import dev.tenon.data.Batch;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.training.CompileOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Texts of which some tokens are hidden, and learned.
 *
 * @param network splits the texts
 * @param texts the texts
 * @param masking chooses the tokens
 */
record MaskedTokens(TextNetwork network, List<String> texts, Masking masking) {
  /** Chooses what the network sees in place of tokens. */
  @FunctionalInterface
  interface Masking {
    /** Stands for a token that is not learned. */
    int NOT_LEARNED = -1;

    /**
     * Returns the number that each token is seen as, or {@link #NOT_LEARNED}.
     *
     * @param ids the numbers of the tokens
     * @param special whether each token is a special one, which is not learned
     */
    int[] seen(int[] ids, boolean[] special);
  }

  /** Returns the loss: the crossentropy of the words that are learned. */
  static CompileOptions objective() {
    return WordTags.objective();
  }

  /** Returns the numbers of the texts, (texts), as samples. */
  Batch numbers() {
    return TextTraining.numbers(texts.size());
  }

  /** Returns texts as the network sees them, with the word of each token that is learned. */
  Batch encoded(Batch numbers) {
    List<Encoding> encodings = new ArrayList<>();
    for (int number : TextTraining.chosen(numbers)) {
      encodings.add(network.tokenizer().encode(texts.get(number)));
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>(network.inputs(encodings));
    Tensor ids = Objects.requireNonNull(inputs.get("input_ids"));
    int length = Math.toIntExact(ids.dim(1));
    int[][] seen = new int[encodings.size()][];
    int[][] targets = new int[encodings.size()][length];
    for (int i = 0; i < seen.length; i++) {
      Encoding encoding = encodings.get(i);
      Tensor row = ids.get(i);
      seen[i] = new int[length];
      for (int j = 0; j < length; j++) {
        seen[i][j] = (int) row.getLong(j);
      }
      Arrays.fill(targets[i], TextTraining.IGNORED);
      int[] shown = masking.seen(encoding.ids(), special(encoding));
      for (int j = 0; j < shown.length; j++) {
        if (shown[j] != Masking.NOT_LEARNED) {
          targets[i][j] = seen[i][j];
          seen[i][j] = shown[j];
        }
      }
    }
    inputs.put("input_ids", Tensor.of(seen));
    return Batch.of(List.copyOf(inputs.values()), List.of(Tensor.of(targets)));
  }

  private static boolean[] special(Encoding encoding) {
    int[] mask = encoding.specialTokensMask();
    boolean[] special = new boolean[mask.length];
    for (int i = 0; i < mask.length; i++) {
      special[i] = mask[i] != 0;
    }
    return special;
  }
}
