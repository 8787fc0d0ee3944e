/** Tests of tokenizers against records of Hugging Face's library. */
package dev.tenon.tokenizers;
