package dev.tenon.tokenizers.internal.model;

import org.jspecify.annotations.Nullable;

/** A model whose tokens are those of a table. */
interface TableModel extends TokenModel {
  TokenTable table();

  @Override
  default int id(String token) {
    return table().id(token);
  }

  @Override
  default @Nullable String token(int id) {
    return table().token(id);
  }

  @Override
  default int size() {
    return table().size();
  }
}
