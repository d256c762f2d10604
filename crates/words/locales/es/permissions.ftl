# Break-glass and second persons: a sentence for each refusal, saying what was refused and what to do.

refusal-purpose-missing = Esto se lee con una finalidad, que queda registrada; indique para qué se necesita
refusal-glass-no-reason = Un acceso excepcional, y su revisión, necesitan un motivo; escriba por qué no podía esperar o qué se encontró
refusal-glass-hours-out-of-range = Un acceso excepcional abre una ficha de 1 a 24 horas; elija cuántas
refusal-glass-open-already = Esta ficha ya está abierta para usted; no hace falta un acceso excepcional
refusal-glass-own-glass = Nadie revisa su propio acceso excepcional; déjelo a otra persona de la supervisión o la auditoría
refusal-glass-reviewed-already = Este acceso excepcional ya fue revisado; no queda nada por hacer
refusal-glass-not-broken = Lo que hizo una persona solo se lee tras un acceso excepcional sobre ella, del que se le informa; pida antes ese acceso

refusal-second-person-needed = Una persona sola no puede hacer esto; pida una segunda persona y repítalo cuando la supervisión de su unidad o su suplente haya dado su acuerdo
refusal-second-person-staff-needed = Dos personas deciden quién trabaja aquí: la supervisión de esa unidad, o su suplente, tiene que dar antes su acuerdo; para una unidad que se quedó sin supervisión, la de cualquier otra. Pida una segunda persona y repítalo cuando haya acuerdo. Si la supervisión perdió su contraseña, entra con su clave de recuperación impresa
refusal-second-person-unclear = Diga exactamente qué se debe hacer: para user-add la unidad, con login y roles; para user-set-roles la persona, con roles; para token-add la persona, con scope; para user-disable y user-reset solo la persona
refusal-second-person-not-needed = Para esto no hace falta una segunda persona; continúe sin ella
refusal-second-person-no-reason = Pedir una segunda persona, y negar el acuerdo, necesitan un motivo; escriba por qué
refusal-second-person-oneself = Nadie es su propia segunda persona; deje la respuesta a alguien más
refusal-second-person-not-theirs = Solo puede responder la supervisión de la unidad que pide, o su suplente; déjele la respuesta
refusal-second-person-over = Esta petición terminó: venció, o ya fue respondida o utilizada; haga una nueva
refusal-second-person-days-out-of-range = Una suplencia dura de 1 a 90 días; elija cuántos
refusal-second-person-no-deputy = La suplencia corresponde a otra persona, activa aquí y que trabaje en casos; elija a alguien más
