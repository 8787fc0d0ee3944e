package dev.tenon.tokenizers;

import dev.tenon.tokenizers.internal.added.AddedTokens;
import dev.tenon.tokenizers.internal.decoder.TokenDecoder;
import dev.tenon.tokenizers.internal.model.TokenModel;
import dev.tenon.tokenizers.internal.pretokenizer.PreTokenizer;
import dev.tenon.tokenizers.internal.processor.PostProcessing;

/** The steps of a tokenizer in their order; normalization is a part of {@code added}. */
record TokenizerParts(
    AddedTokens added,
    PreTokenizer preTokenizer,
    TokenModel model,
    PostProcessing processing,
    TokenDecoder decoder) {}
