package dev.tenon.tokenizers.internal.model;

import dev.tenon.tokenizers.internal.json.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens of a vocabulary and their numbers. */
final class TokenTable {
  private static final int SPARE = 1000;

  private final Map<String, Integer> ids;
  private final @Nullable String[] tokens;
  private final Map<Integer, String> rest = new HashMap<>();

  TokenTable(Map<String, Integer> ids) {
    this.ids = ids;
    int highest = ids.values().stream().mapToInt(id -> id).max().orElse(0);
    tokens = new @Nullable String[(int) Math.min(highest + 1L, ids.size() * 2L + SPARE)];
    ids.forEach(this::put);
  }

  private void put(String token, int id) {
    if (id < tokens.length) {
      tokens[id] = token;
    } else {
      rest.put(id, token);
    }
  }

  /** Reads an object of tokens and numbers. */
  static TokenTable read(JsonNode vocab) {
    Map<String, @Nullable Object> members = vocab.members();
    Map<String, Integer> ids = new HashMap<>(members.size() * 2);
    members.forEach(
        (token, id) -> {
          boolean valid = id instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE;
          ids.put(token, valid ? ((Long) id).intValue() : vocab.get(token).count());
        });
    return new TokenTable(ids);
  }

  Map<String, Integer> ids() {
    return ids;
  }

  int id(String token) {
    Integer id = ids.get(token);
    return id == null ? TokenModel.NONE : id;
  }

  @Nullable String token(int id) {
    return id >= 0 && id < tokens.length ? tokens[id] : rest.get(id);
  }

  /** Returns the token of a number that is known to exist. */
  String known(int id) {
    String token = token(id);
    return token == null ? "" : token;
  }

  int size() {
    return ids.size();
  }
}
