# Break-glass and second persons: a sentence for each refusal, saying what was refused and what to do.

refusal-purpose-missing = Ceci se lit pour une finalité, qui est enregistrée ; indiquez à quoi cela doit servir
refusal-glass-no-reason = Un accès d’urgence, et son réexamen, doivent être motivés ; écrivez pourquoi cela ne pouvait pas attendre, ou ce qui a été constaté
refusal-glass-hours-out-of-range = Un accès d’urgence ouvre une fiche pour une durée de 1 à 24 heures ; choisissez-la
refusal-glass-open-already = Cette fiche vous est déjà ouverte ; aucun accès d’urgence n’est nécessaire
refusal-glass-own-glass = Personne ne réexamine son propre accès d’urgence ; laissez-le à une autre personne chargée de la supervision ou de l’audit
refusal-glass-reviewed-already = Cet accès d’urgence a déjà été réexaminé ; il n’y a plus rien à faire
refusal-glass-not-broken = Ce qu’une personne a fait ne se lit qu’après un accès d’urgence la concernant, dont elle est informée ; demandez d’abord cet accès

refusal-second-person-needed = Une seule personne ne peut pas faire cela ; demandez une seconde personne, puis recommencez quand la supervision de votre unité, ou la personne qui la supplée, aura donné son accord
refusal-second-person-staff-needed = Deux personnes décident de qui travaille ici ; la supervision de cette unité, ou la personne qui la supplée, doit d’abord donner son accord ; pour une unité qui n’a plus de supervision, celle d’une autre unité. Demandez une seconde personne, puis recommencez une fois l’accord donné. En cas de mot de passe perdu, la supervision se connecte avec sa clé de récupération imprimée
refusal-second-person-unclear = Indiquez exactement ce qui doit être fait : pour user-add l’unité, avec login et roles ; pour user-set-roles la personne, avec roles ; pour token-add la personne, avec scope ; pour user-disable et user-reset la personne seule
refusal-second-person-not-needed = Aucune seconde personne n’est nécessaire pour cela ; continuez sans elle
refusal-second-person-no-reason = Demander une seconde personne, comme refuser son accord, doit être motivé ; écrivez pourquoi
refusal-second-person-oneself = Personne n’est sa propre seconde personne ; laissez la réponse à quelqu’un d’autre
refusal-second-person-not-theirs = Seule la supervision de l’unité qui demande, ou la personne qui la supplée, peut répondre ; laissez-lui la réponse
refusal-second-person-over = Cette demande est terminée : elle a expiré, ou a déjà reçu sa réponse ou servi ; faites-en une nouvelle
refusal-second-person-days-out-of-range = Une suppléance dure de 1 à 90 jours ; choisissez combien
refusal-second-person-no-deputy = La suppléance revient à une autre personne, active ici et qui travaille sur des affaires ; choisissez quelqu’un d’autre
