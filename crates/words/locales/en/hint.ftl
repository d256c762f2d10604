# A gentle hint where an outdated word was typed: the word that is used now, and why. The better word is in the language of the
# text, the reason in the reader's.

hint-outdated = “{ $said }” is no longer used. Better: { $better }. { $why }

hint-material-better = child sexual abuse material; exploitation material where no act of abuse is shown
hint-material-why = It is evidence of a crime; the older word suggests consent.
hint-prostitution-better = child exploited in prostitution
hint-prostitution-why = A child cannot consent to it: it is exploitation by others.
hint-tourism-better = sexual exploitation of children in travel and tourism
hint-tourism-why = What happens is exploitation, and travel is only its setting.
hint-live-streaming-better = live streaming of child sexual abuse
hint-live-streaming-why = Those who watch and pay take part in the abuse.
hint-diagnosis-better = person suspected, accused or convicted of sexual offences against children
hint-diagnosis-why = The word is a diagnosis. Most offences are not explained by it, and a diagnosis is no offence.
hint-extortion-better = sexual extortion of children
hint-extortion-why = The plain words say that it is extortion, and of whom.
hint-self-made-better = material that a child made of itself
hint-self-made-why = Say whether the child was coerced, groomed or shared it freely with peers: without that, it sounds like the child’s fault.
hint-rescued-better = children safeguarded, or children identified
hint-rescued-why = Say which of the two. Whether a child was rescued, nobody knows yet.
hint-labels-better = suspect, accused or convicted person
hint-labels-why = Before a verdict it prejudges, and after it the file needs the legal word.
