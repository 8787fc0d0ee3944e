/**
 * Texts in, results out, by a folder of Hugging Face with its tokenizer. Reading starts at {@link
 * dev.tenon.text.Embedder}, which makes vectors of texts and finds the nearest as {@link
 * dev.tenon.text.SearchResult}. {@link dev.tenon.text.TextClassifier} gives texts classes, {@link
 * dev.tenon.text.TokenClassifier} finds each {@link dev.tenon.text.TextSpan} of a class, {@link
 * dev.tenon.text.QuestionAnswerer} the {@link dev.tenon.text.Answer} to a question, by {@code
 * AnswerSearch}, and {@link dev.tenon.text.FillMask} proposes words for a gap. {@code TextNetwork}
 * is the network and the tokenizer that they share; {@code LogitScores} turns logits into
 * probabilities.
 *
 * <p>{@code TextTraining} trains the network. Targets are {@code ClassTargets} of texts, {@code
 * WordTags} of tokens, {@code AnswerTargets} of questions, {@code MaskedTokens} of gaps that {@code
 * RandomMasking} chooses; {@code PairLoss} is the loss of pairs of vectors. A {@code SampleForm}
 * names the columns that a data set must have.
 */
@NullMarked
package dev.tenon.text;

import org.jspecify.annotations.NullMarked;
