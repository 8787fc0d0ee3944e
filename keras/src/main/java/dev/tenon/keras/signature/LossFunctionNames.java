package dev.tenon.keras.signature;

import dev.tenon.keras.KerasGeneration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The further names of Keras' loss functions: {@code mse} is {@code mean_squared_error}. */
public final class LossFunctionNames {
  /** Keras knows abbreviations in capitals too; other names are longer. */
  private static final int LONGEST_ABBREVIATION = 4;

  private LossFunctionNames() {}

  /** Returns the further names of a function in either generation. */
  public static Set<String> aliases(String function) {
    Set<String> aliases = new TreeSet<>();
    for (KerasGeneration generation : KerasGeneration.values()) {
      KerasSignature signature = KerasSignatures.of(generation).find(SignatureKind.LOSS, function);
      if (signature != null) {
        aliases.addAll(signature.aliases());
      }
    }
    Set<String> all = new TreeSet<>(aliases);
    aliases.stream()
        .filter(alias -> alias.length() <= LONGEST_ABBREVIATION)
        .forEach(alias -> all.add(alias.toUpperCase(Locale.ROOT)));
    return all;
  }

  /** Returns the name of a function that a name may stand for; any other name as it is. */
  public static String function(String name) {
    boolean capitals =
        name.length() <= LONGEST_ABBREVIATION && name.equals(name.toUpperCase(Locale.ROOT));
    String alias = capitals ? name.toLowerCase(Locale.ROOT) : name;
    for (KerasGeneration generation : KerasGeneration.values()) {
      KerasSignature signature = KerasSignatures.of(generation).find(SignatureKind.LOSS, alias);
      if (signature != null && signature.aliases().contains(alias)) {
        return signature.name();
      }
    }
    return name;
  }
}
